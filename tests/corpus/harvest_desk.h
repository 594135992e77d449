// Words for tests of the harvester: replies of a source, and a desk that harvests into a directory of its
// own.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "corpus/harvest.h"
#include "tests/corpus/fake_oai_server.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {

inline std::string page_xml(const std::string& content, const std::string& date = "2024-05-06T07:08:09Z") {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH "
         "xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
         "<responseDate>" +
         date + "</responseDate><request verb=\"ListRecords\">http://example.org/oai</request>" + content +
         "</OAI-PMH>\n";
}

inline std::string list_xml(int records, const std::string& token,
                            const std::string& date = "2024-05-06T07:08:09Z") {
  std::string list = "<ListRecords>";
  for (int i = 0; i < records; ++i) {
    list += i == 0 ? "<record><header status=\"deleted\"><identifier>oai:x:0</identifier></header></record>"
                   : "<record><header><identifier>oai:x:1</identifier></header><metadata/></record>";
  }
  return page_xml(
      list + "<resumptionToken completeListSize=\"7\">" + token + "</resumptionToken></ListRecords>", date);
}

inline std::string error_xml(const std::string& code) {
  return page_xml("<error code=\"" + code + "\">said the\x1b[31m source</error>");
}

// A harvest into a directory of its own, whose waits are kept instead of waited.
struct Desk {
  explicit Desk(const FakeOaiServer& server) {
    options.url = server.url();
    options.directory = dir.path() / "harvest";
    options.user_agent = "tester/1 (mailto:nobody@example.org)";
    options.sleep = [this](std::chrono::milliseconds pause) { waits.push_back(pause); };
  }

  schema::Result<HarvestSummary> run() {
    return harvest(options, [this](const HarvestProgress& progress) {
      if (!progress.note.empty()) notes.push_back(progress.note);
      last = progress;
    });
  }
  // Runs into an error of this code; its message.
  std::string fails(schema::ErrorCode code) {
    const auto summary = run();
    EXPECT_FALSE(summary);
    if (summary) return {};
    EXPECT_EQ(summary.error().code, code) << summary.error().message;
    return summary.error().message;
  }
  std::string page(int number) const {
    std::ifstream file(options.directory + "/pages/00000" + std::to_string(number) + ".xml",
                       std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }
  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(options.directory + "/pages")) {
      EXPECT_EQ(entry.path().extension(), ".xml");
      ++count;
    }
    return count;
  }

  TempDir dir;
  HarvestOptions options;
  std::vector<std::chrono::milliseconds> waits;
  std::vector<std::string> notes;
  HarvestProgress last;
};

}  // namespace incipit::corpus
