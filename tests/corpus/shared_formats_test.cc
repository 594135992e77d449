// Every file of the shared samples: read as the list beside this test says, or refused with a clear message.
//
// INCIPIT_UPDATE_FORMATS=1 writes the list anew from what is read.
#include <gmock/gmock.h>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>

#include "corpus/formats.h"
#include "schema/paper_json.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr std::size_t kHeadBytes = 64 * 1024;

std::string list_path() { return std::string(INCIPIT_SOURCE_DIR) + "/tests/corpus/shared_formats.tsv"; }

std::vector<std::string> sample_files(const std::string& root) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), root).string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// FNV-1a of 64 bits: enough to see that something changed.
class Digest {
 public:
  void add(std::string_view text) {
    for (const char c : text) step(static_cast<unsigned char>(c));
    step('\n');
  }
  std::string hex() const {
    std::ostringstream out;
    out << std::hex << std::setw(16) << std::setfill('0') << state_;
    return out.str();
  }

 private:
  void step(std::uint64_t byte) { state_ = (state_ ^ byte) * 0x100000001b3u; }
  std::uint64_t state_ = 0xcbf29ce484222325u;
};

// "format papers rejected deleted warnings hash", separated by tabs.
std::string summary_of(const Reading& reading) {
  std::size_t rejected = 0, deleted = 0, warnings = 0;
  Digest digest;
  for (const auto& record : reading.records) {
    rejected += record.rejection ? 1 : 0;
    deleted += record.deleted ? 1 : 0;
    warnings += record.warnings.size();
    if (record.paper) digest.add(schema::canonical_json(*record.paper));
    if (record.rejection) digest.add("rejected " + record.rejection->code);
    if (record.deleted) digest.add("deleted " + *record.deleted);
  }
  std::ostringstream out;
  out << name_of(reading.format) << '\t' << reading.papers() << '\t' << rejected << '\t' << deleted << '\t'
      << warnings << '\t' << digest.hex();
  return out.str();
}

std::map<std::string, std::string> read_list() {
  std::map<std::string, std::string> list;
  std::ifstream file(list_path());
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const auto tab = line.find('\t');
    list[line.substr(0, tab)] = line.substr(tab + 1);
  }
  return list;
}

TEST(SharedFormats, EveryFileIsReadOrRefused) {
  const std::string root = shared_data("formats");
  if (root.empty()) GTEST_SKIP() << "the samples of formats are not here";
  const char* update = std::getenv("INCIPIT_UPDATE_FORMATS");
  const bool updating = update != nullptr && std::string_view(update) == "1";
  std::map<std::string, std::string> expected = read_list();
  std::ostringstream written;
  written << "# file\tformat\tpapers\trejected\tdeleted\twarnings\thash of the canonical papers\n";
  std::size_t papers = 0, read = 0, refused = 0;
  for (const std::string& file : sample_files(root)) {
    const Reading reading = read_all({root + '/' + file, InputKind::papers});
    if (reading.failed && reading.records.empty()) {
      ++refused;
      EXPECT_EQ(reading.error.code, schema::ErrorCode::input_invalid) << file;
      EXPECT_THAT(reading.error.message, HasSubstr("the formats read are")) << file;
      EXPECT_EQ(expected.count(file), 0u) << file << " is refused: " << reading.error.message;
      continue;
    }
    EXPECT_FALSE(reading.failed) << file << ": " << reading.error.message;
    ++read;
    papers += reading.papers();
    const std::string summary = summary_of(reading);
    written << file << '\t' << summary << '\n';
    if (updating) continue;
    const auto listed = expected.extract(file);
    if (listed.empty()) {
      ADD_FAILURE() << file << " is read and not in the list: " << summary;
    } else {
      EXPECT_EQ(summary, listed.mapped()) << file;
    }
  }
  if (updating) {
    std::ofstream(list_path()) << written.str();
  } else {
    for (const auto& [file, summary] : expected) ADD_FAILURE() << file << " is in the list and not there";
  }
  std::cout << papers << " papers of " << read << " files; " << refused << " files refused\n";
}

TEST(SharedFormats, NoHeadIsClaimedTwice) {
  const std::string root = shared_data("formats");
  if (root.empty()) GTEST_SKIP() << "the samples of formats are not here";
  for (const std::string& file : sample_files(root)) {
    const std::string head = content_of(root + '/' + file).substr(0, kHeadBytes);
    std::vector<std::string_view> claims;
    for (const FormatRow& row : format_table()) {
      if (row.looks_like(head)) claims.push_back(name_of(row.format));
    }
    EXPECT_LE(claims.size(), 1u) << file << " is claimed by " << ::testing::PrintToString(claims);
  }
}

}  // namespace
}  // namespace incipit::corpus
