// The reference tables in docs/ are written by this test from the tables of the program:
//   INCIPIT_UPDATE_DOCS=1 build/dev/documents_test
// writes them anew; without it the test says which one differs.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "server/api/error_table.h"
#include "server/api/routes.h"
#include "tests/architecture/reference_tables.h"

namespace incipit::architecture {
namespace {

std::string read(const std::string& path) {
  std::ifstream stream(path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class Documents : public ::testing::TestWithParam<ReferenceTable> {};

TEST_P(Documents, TableIsThatOfTheProgram) {
  const auto& table = GetParam();
  const std::string path = std::string(INCIPIT_SOURCE_DIR) + "/" + table.document;
  const std::string begin = "<!-- table: " + table.name + " -->\n";
  const std::string end = "<!-- end: " + table.name + " -->\n";
  std::string text = read(path);
  const auto from = text.find(begin), to = text.find(end);
  ASSERT_NE(from, std::string::npos) << path << " has no line " << begin;
  ASSERT_NE(to, std::string::npos) << path << " has no line " << end;
  const std::size_t body = from + begin.size();
  ASSERT_LE(body, to);
  if (std::getenv("INCIPIT_UPDATE_DOCS") != nullptr) {
    text.replace(body, to - body, table.text);
    std::ofstream(path) << text;
    return;
  }
  EXPECT_EQ(text.substr(body, to - body), table.text)
      << table.document << ": run INCIPIT_UPDATE_DOCS=1 documents_test to write the table anew";
}

INSTANTIATE_TEST_SUITE_P(All, Documents, ::testing::ValuesIn(reference_tables()),
                         [](const auto& instance) { return instance.param.name; });

TEST(Documents, TheReadmeNamesEveryAnsweredRoute) {
  const std::string readme = read(std::string(INCIPIT_SOURCE_DIR) + "/README.md");
  for (const auto& route : server::api::route_table()) {
    if (!route.unavailable.empty() || !route.pattern.starts_with("/v1")) continue;
    EXPECT_NE(readme.find(route.pattern), std::string::npos) << route.pattern;
  }
}

}  // namespace
}  // namespace incipit::architecture
