// Every file of every fuzz corpus keeps the property of its target: what the fuzzer once found stays fixed.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "tests/fuzz/targets.h"

namespace incipit::fuzz {
namespace {

namespace fs = std::filesystem;

// The largest corpus that is kept in the repository.
constexpr std::size_t kMostFiles = 200;
constexpr std::uintmax_t kMostBytes = 500 * 1024;

fs::path corpus_folder() { return fs::path(INCIPIT_SOURCE_DIR) / "tests/fuzz/corpus"; }

std::vector<fs::path> inputs_of(const Target& target) {
  std::vector<fs::path> files;
  const fs::path folder = corpus_folder() / target.name;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(FuzzReplay, EveryInputKeepsItsProperty) {
  for (const Target& target : target_table()) {
    for (const fs::path& file : inputs_of(target)) {
      SCOPED_TRACE(file.string());
      EXPECT_EQ(target.run(target, content_of(file)), "");
    }
  }
}

TEST(FuzzReplay, EveryTargetHasASmallCorpus) {
  for (const Target& target : target_table()) {
    const auto files = inputs_of(target);
    EXPECT_FALSE(files.empty()) << target.name;
    EXPECT_LE(files.size(), kMostFiles) << target.name;
    std::uintmax_t bytes = 0;
    for (const auto& file : files) bytes += fs::file_size(file);
    EXPECT_LE(bytes, kMostBytes) << target.name;
  }
}

TEST(FuzzReplay, EveryCorpusAndProgramHasATarget) {
  std::set<std::string> names;
  for (const Target& target : target_table()) names.insert(target.name);
  for (const auto& entry : fs::directory_iterator(corpus_folder())) {
    EXPECT_EQ(names.count(entry.path().filename().string()), 1u) << entry.path();
  }
  std::set<std::string> programs;
  std::ifstream list(fs::path(INCIPIT_SOURCE_DIR) / "tests/fuzz/targets.txt");
  for (std::string line; std::getline(list, line);) {
    if (!line.empty() && line.front() != '#') programs.insert(line.substr(0, line.find(' ')));
  }
  EXPECT_EQ(programs, names);
}

}  // namespace
}  // namespace incipit::fuzz
