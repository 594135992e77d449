#include "server/api/error_table.h"

#include <gtest/gtest.h>

#include <set>

namespace incipit::server::api {
namespace {

using schema::ErrorCode;

TEST(ErrorTable, every_code_has_an_error_status) {
  for (const ErrorCode code : schema::all_error_codes()) {
    EXPECT_GE(status_of(code), 400) << public_name(code);
    EXPECT_LE(status_of(code), 599) << public_name(code);
  }
}

TEST(ErrorTable, public_statuses_of_the_contract) {
  EXPECT_EQ(status_of(ErrorCode::invalid_parameter), 400);
  EXPECT_EQ(status_of(ErrorCode::unknown_parameter), 400);
  EXPECT_EQ(status_of(ErrorCode::paper_not_found), 404);
  EXPECT_EQ(status_of(ErrorCode::author_not_found), 404);
  EXPECT_EQ(status_of(ErrorCode::method_not_allowed), 405);
  EXPECT_EQ(status_of(ErrorCode::not_available), 422);
  EXPECT_EQ(status_of(ErrorCode::overloaded), 503);
}

TEST(ErrorTable, every_refusal_has_a_row_of_its_own) {
  std::set<std::string> messages;
  for (int i = 0; i < net::kRefusals; ++i) {
    const auto refusal = static_cast<net::Refusal>(i);
    const RefusalRow& row = row_of(refusal);
    EXPECT_EQ(row.refusal, refusal);
    EXPECT_GE(row.status, 400);
    messages.insert(row.error.message);
  }
  EXPECT_EQ(messages.size(), static_cast<std::size_t>(net::kRefusals));
}

}  // namespace
}  // namespace incipit::server::api
