// Snapshots made for tests, in a temporary place.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "snapshot/receipt.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_build.h"
#include "tests/support/temp_dir.h"

namespace incipit::snapshot {

struct Making {
  std::size_t memory_bytes = 64u << 20;
  int threads = 2;
  std::string as_of = "2026-06-30";
  Watch watch;
};

[[nodiscard]] inline schema::Result<BuildSummary> make_snapshot(const std::filesystem::path& directory, const std::vector<PaperText>& papers, const Making& making = {}) {
  const incipit::testing::TempDir work;
  BuildOptions options;
  options.directory = directory;
  options.work = work.path();
  options.memory_bytes = making.memory_bytes;
  options.threads = making.threads;
  options.watch = making.watch;
  auto build = SnapshotBuild::begin(std::move(options));
  if (!build) return tl::make_unexpected(build.error());
  for (const PaperText& paper : papers) {
    if (auto added = build->add(paper); !added) return tl::make_unexpected(added.error());
  }
  auto summary = build->finish(schema::parse_date(making.as_of).value());
  EXPECT_TRUE(std::filesystem::is_empty(work.path())) << "work files are left";
  return summary;
}

[[nodiscard]] inline std::map<std::string, Receipt> all_receipts(const std::filesystem::path& directory) {
  const auto snapshot = Snapshot::open(directory);
  EXPECT_TRUE(snapshot) << (snapshot ? "" : snapshot.error().message);
  std::map<std::string, Receipt> receipts;
  for (std::size_t row = 0; snapshot && row < snapshot->papers(); ++row) {
    const auto receipt = snapshot->receipt(row);
    EXPECT_TRUE(receipt);
    if (receipt) receipts.emplace(snapshot->id(row), *receipt);
  }
  return receipts;
}

// The receipts of papers, made and read.
[[nodiscard]] inline std::map<std::string, Receipt> receipts_of(const std::vector<PaperText>& papers, const Making& making = {}) {
  const incipit::testing::TempDir dir;
  const auto made = make_snapshot(dir.path(), papers, making);
  EXPECT_TRUE(made) << (made ? "" : made.error().message);
  return made ? all_receipts(dir.path()) : std::map<std::string, Receipt>();
}

[[nodiscard]] inline PaperText paper_of(std::string id, const std::string& date, std::string abstract, std::string category = "cs.CL") {
  PaperText paper;
  paper.id = std::move(id);
  if (!date.empty()) paper.date = schema::parse_date(date).value();
  paper.category = std::move(category);
  paper.abstract = std::move(abstract);
  return paper;
}

}  // namespace incipit::snapshot
