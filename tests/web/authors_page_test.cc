// The list of who bears a name: totals and pager at any offset.
#include <gmock/gmock.h>

#include "tests/web/page_text.h"
#include "tests/web/sample_data.h"

namespace incipit::server::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

schema::AuthorSearchRequest request_at(std::int64_t offset) {
  schema::AuthorSearchRequest request;
  request.q = "Wei Zhang";
  request.categories = {"cs.CL"};
  request.years = {{2020, std::nullopt}};
  request.limit = 2;
  request.offset = offset;
  return request;
}

schema::AuthorSearchResult result_of(int shown) {
  schema::AuthorSearchResult result;
  result.q = "Wei Zhang";
  result.total = {521, true};
  for (int i = 0; i < shown; ++i) {
    result.hits.push_back(
        {{"Wei Zhang", "a000000000" + std::to_string(i)}, {}, {}, 1, 2024, 2024, "cs.CL", true});
  }
  return result;
}

TEST(AuthorsPage, PagesBackAndForthWithItsFilters) {
  const std::string page = authors_page(samples::context(), request_at(2), result_of(2));
  EXPECT_THAT(text_of(page), HasSubstr("521 authors"));
  EXPECT_THAT(text_of(page), HasSubstr("Results 3–4 of 521"));
  EXPECT_THAT(
      page, HasSubstr("rel=\"prev\" href=\"/name/Wei%20Zhang?category=cs.CL&amp;year=2020..&amp;limit=2\""));
  EXPECT_THAT(page,
              HasSubstr("rel=\"next\" href=\"/name/Wei%20Zhang?category=cs.CL&amp;year=2020..&amp;limit=2"
                        "&amp;offset=4\""));
}

TEST(AuthorsPage, BeyondTheEndIsNotNobody) {
  const std::string page = authors_page(samples::context(), request_at(600), result_of(0));
  EXPECT_THAT(text_of(page), HasSubstr("521 authors"));
  EXPECT_THAT(text_of(page), Not(HasSubstr("Nobody found")));
  EXPECT_THAT(
      page,
      HasSubstr("<a href=\"/name/Wei%20Zhang?category=cs.CL&amp;year=2020..&amp;limit=2\">Go to the first"));
}

TEST(AuthorsPage, NobodyIsSaidOnlyOfNobody) {
  schema::AuthorSearchResult nobody;
  nobody.q = "Wei Zhang";
  const std::string page = authors_page(samples::context(), request_at(0), nobody);
  EXPECT_THAT(text_of(page), HasSubstr("Nobody found"));
  EXPECT_THAT(text_of(page), HasSubstr("and passes the filters"));
}

}  // namespace
}  // namespace incipit::server::web
