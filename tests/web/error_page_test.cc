// Error pages keep what was typed and mark where it cannot be read.
#include <gmock/gmock.h>

#include "tests/web/page_text.h"
#include "tests/web/sample_data.h"

namespace incipit::server::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string page_of(const std::string& q, std::size_t offset) {
  return error_page(samples::context(), {schema::ErrorCode::invalid_query, "no", "", "q", offset}, 400, q);
}

TEST(ErrorPage, KeepsTheQueryInTheBoxAndMarksThePlace) {
  const std::string page = page_of("graph )x", 6);
  EXPECT_THAT(page, HasSubstr("name=\"q\" type=\"search\" value=\"graph )x\""));
  EXPECT_THAT(page, HasSubstr("<code>graph <mark>)</mark>x</code>"));
}

TEST(ErrorPage, MarksWholeCharacters) {
  EXPECT_THAT(page_of("aéb", 2), HasSubstr("<code>a<mark>é</mark>b</code>"));
  EXPECT_THAT(page_of("(a", 2), HasSubstr("<code>(a<mark>…</mark></code>"));
}

TEST(ErrorPage, MarksNothingElsewhere) {
  EXPECT_THAT(page_of("ab", 3), Not(HasSubstr("<mark>")));
  EXPECT_THAT(
      error_page(samples::context(), {schema::ErrorCode::invalid_parameter, "no", "", "year", 1}, 400, "ab"),
      Not(HasSubstr("<mark>")));
}

}  // namespace
}  // namespace incipit::server::web
