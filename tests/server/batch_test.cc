#include "server/api/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace incipit::server::api {
namespace {

using schema::ErrorCode;

std::string body_of(int ids) {
  std::string body = R"({"ids": [)";
  for (int i = 0; i < ids; ++i) body += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
  return body + "]}";
}

ErrorCode code_of(const std::string& body) {
  const auto parsed = parse_batch(body);
  EXPECT_FALSE(parsed) << body.substr(0, 60);
  return parsed ? ErrorCode::internal : parsed.error().code;
}

TEST(Batch, reads_ids_in_order) {
  EXPECT_THAT(*parse_batch(R"({"ids": ["b", "a/c", "b"]})"), ::testing::ElementsAre("b", "a/c", "b"));
  EXPECT_TRUE(parse_batch(body_of(200)));
}

TEST(Batch, refuses_anything_else) {
  EXPECT_EQ(code_of(""), ErrorCode::malformed_request);
  EXPECT_EQ(code_of("{\"ids\": [\"\xff\"]}"), ErrorCode::malformed_request);
  EXPECT_EQ(code_of("[\"a\"]"), ErrorCode::invalid_parameter);
  EXPECT_EQ(code_of("{}"), ErrorCode::invalid_parameter);
  EXPECT_EQ(code_of(R"({"ids": "a"})"), ErrorCode::invalid_parameter);
  EXPECT_EQ(code_of(R"({"ids": []})"), ErrorCode::invalid_parameter);
  EXPECT_EQ(code_of(R"({"ids": [1]})"), ErrorCode::invalid_parameter);
  EXPECT_EQ(code_of(R"({"ids": [""]})"), ErrorCode::invalid_parameter);
  EXPECT_EQ(code_of(R"({"ids": ["a"], "id": 1})"), ErrorCode::unknown_parameter);
  EXPECT_EQ(code_of(body_of(201)), ErrorCode::limit_exceeded);
}

TEST(Batch, deep_documents_are_refused_before_they_are_parsed) {
  EXPECT_EQ(code_of(std::string(30000, '[')), ErrorCode::limit_exceeded);
  EXPECT_EQ(code_of(std::string(30000, '[') + std::string(30000, ']')), ErrorCode::limit_exceeded);
  const std::string quoted = R"({"ids": ["\"[[[)" + std::string(100, '[') + "\"]}";
  EXPECT_TRUE(parse_batch(quoted));
}

}  // namespace
}  // namespace incipit::server::api
