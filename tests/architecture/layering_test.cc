#include "tests/architecture/layering.h"

#include <gmock/gmock.h>

#include <set>

#include "tests/architecture/room_table.h"

namespace incipit::architecture {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What is wrong with a tree of one file.
std::vector<std::string> faults_of(const std::string& path, const std::string& text) {
  std::vector<std::string> list;
  for (const Fault& fault : check_layering({{path, text}})) list.push_back(fault.what);
  return list;
}

TEST(Layering, TheSourcesKeepToTheTable) {
  const auto files = read_sources(INCIPIT_SOURCE_DIR);
  ASSERT_GT(files.size(), 150U);
  for (const Fault& fault : check_layering(files)) {
    ADD_FAILURE() << fault.path << ":" << fault.line << ": " << fault.what;
  }
}

TEST(Layering, EveryRoomIsThere) {
  const auto files = read_sources(INCIPIT_SOURCE_DIR);
  std::string cmake;
  for (const auto& file : files) {
    if (file.path.ends_with("CMakeLists.txt")) cmake += file.text;
  }
  for (const Room& room : room_table()) {
    const std::string target =
        room.name == "cli" ? "add_executable(incipit" : "incipit_room(" + std::string(room.name);
    EXPECT_NE(cmake.find(target), std::string::npos) << room.name;
  }
}

TEST(Layering, TheRoomsFormNoCycle) {
  std::set<std::string_view> before;
  for (bool grown = true; grown;) {
    grown = false;
    for (const Room& room : room_table()) {
      bool ready = before.count(room.name) == 0;
      for (const auto used : room.rooms) ready = ready && before.count(used) != 0;
      if (ready) before.insert(room.name);
      grown = grown || ready;
    }
  }
  EXPECT_EQ(before.size(), room_table().size());
}

TEST(Layering, ARoomIncludesOnlyItsNeighbours) {
  EXPECT_THAT(faults_of("analysis/a.cc", "#include \"storage/columns.h\"\n"),
              ElementsAre("analysis may not include storage: \"storage/columns.h\""));
  EXPECT_THAT(faults_of("indexer/a.cc", "#include \"query/searcher.h\"\n"),
              ElementsAre("indexer may not include query: \"query/searcher.h\""));
  EXPECT_THAT(faults_of("query/planner.cc", "  #  include \"query/searcher.h\"\n"),
              ElementsAre("planner may not include query: \"query/searcher.h\""));
  EXPECT_THAT(faults_of("server/web/a.cc", "#include \"server/api/api.h\"\n"),
              ElementsAre("web may not include api: \"server/api/api.h\""));
  EXPECT_THAT(faults_of("server/api/target.cc", "#include \"server/api/api.h\"\n"),
              ElementsAre("parameters may not include api: \"server/api/api.h\""));
  EXPECT_THAT(
      faults_of("query/searcher.cc", "#include \"query/planner.h\"\n#include \"storage/columns.h\"\n"),
      IsEmpty());
  EXPECT_THAT(faults_of("cli/a.cc", "#include \"tests/a.h\"\n"), ElementsAre("\"tests/a.h\" is in no room"));
}

TEST(Layering, ALibraryStaysWithItsRooms) {
  EXPECT_THAT(faults_of("server/api/a.cc", "#include <boost/beast/core.hpp>\n"),
              ElementsAre("api may not use boost: <boost/beast/core.hpp>"));
  EXPECT_THAT(faults_of("server/net/a.cc", "#include <boost/beast/core.hpp>\n"), IsEmpty());
  EXPECT_THAT(faults_of("server/server.cc", "#include <xapian.h>\n"),
              ElementsAre("server may not use xapian: <xapian.h>"));
  EXPECT_THAT(faults_of("query/lexer.cc", "#include <xapian.h>\n"),
              ElementsAre("planner may not use xapian: <xapian.h>"));
  EXPECT_THAT(faults_of("schema/paper.cc", "#include <nlohmann/json.hpp>\n"),
              ElementsAre("nlohmann is confined to other files of schema"));
  EXPECT_THAT(faults_of("schema/paper_json.cc", "#include <nlohmann/json.hpp>\n"), IsEmpty());
  EXPECT_THAT(faults_of("schema/a.cc", "#include <fstream>\n"),
              ElementsAre("schema opens no files, threads or sockets: <fstream>"));
  EXPECT_THAT(faults_of("corpus/a.cc", "#include <surprise/a.h>\n"),
              ElementsAre("<surprise/a.h> is of no library in the table"));
}

TEST(Layering, AFileBelongsToARoomAndIsShort) {
  EXPECT_THAT(check_layering({{"cli/a.cc", std::string(400, '\n')}}), IsEmpty());
  EXPECT_THAT(faults_of("cli/a.cc", std::string(401, '\n')), ElementsAre("401 lines, at most 400"));
  EXPECT_THAT(faults_of("tests/a_test.cc", std::string(401, '\n')), ElementsAre("401 lines, at most 400"));
  EXPECT_THAT(faults_of("util/a.cc", ""), ElementsAre("belongs to no room"));
}

TEST(Layering, LinkLinesSayTheSame) {
  EXPECT_THAT(faults_of("analysis/CMakeLists.txt",
                        "incipit_room(analysis\n  SOURCES a.cc # incipit_query\n  USES incipit_schema\n  "
                        "PRIVATELY ICU::uc)\n"),
              IsEmpty());
  EXPECT_THAT(
      faults_of("analysis/CMakeLists.txt", "incipit_room(analysis SOURCES a.cc USES incipit_storage)\n"),
      ElementsAre("analysis may not link incipit_storage"));
  EXPECT_THAT(
      faults_of("corpus/CMakeLists.txt", "incipit_room(corpus SOURCES a.cc PRIVATELY PkgConfig::XAPIAN)\n"),
      ElementsAre("corpus may not link PkgConfig::XAPIAN"));
  EXPECT_THAT(
      faults_of("cli/CMakeLists.txt", "target_link_libraries(incipit PRIVATE incipit_build incipit_web)\n"),
      ElementsAre("cli may not link incipit_web"));
  EXPECT_THAT(faults_of("corpus/CMakeLists.txt", "incipit_room(corpus SOURCES a.cc PRIVATELY surprise)\n"),
              ElementsAre("surprise is neither a room nor a library of the table"));
  EXPECT_THAT(check_layering({{"cli/CMakeLists.txt", "\n\ntarget_link_libraries(other PRIVATE fmt::fmt)\n"}}),
              ElementsAre(Fault{"cli/CMakeLists.txt", 3, "no room is called other"}));
}

}  // namespace
}  // namespace incipit::architecture
