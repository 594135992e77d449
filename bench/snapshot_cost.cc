// What a snapshot of papers costs, and what it says of some of them.
//
//   snapshot_cost [--threads N] [--memory MIB] [--work DIR] [--limit N] [--distinct] [--ready] [--id ID]... [--most-cited N] INPUT...
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analysis/analyser.h"
#include "bench/each_paper.h"
#include "schema/facts.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_build.h"

namespace {

using namespace incipit;

struct Usage {
  double wall = 0, cpu = 0;
};

Usage now() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
  const auto wall = std::chrono::steady_clock::now().time_since_epoch();
  return {std::chrono::duration<double>(wall).count(), seconds(usage.ru_utime) + seconds(usage.ru_stime)};
}

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

snapshot::PaperText text_of(const schema::Paper& paper) {
  snapshot::PaperText text;
  text.id = paper.id;
  text.date = paper.published;
  text.category = paper.primary();
  text.title = analysis::display_text(paper.title);
  text.abstract = analysis::display_text(paper.abstract);
  if (!paper.abstract.empty() || !paper.comments.empty()) text.has_code = schema::has_fact(paper, schema::Fact::code);
  if (const auto* citations = paper.leading_citations()) text.citations = citations->count;
  return text;
}

std::string cell_name(const snapshot::Cell& cell) {
  if (cell.kind == snapshot::CellKind::all) return "all papers";
  const std::string years = cell.first_year == cell.last_year ? std::to_string(cell.last_year) : std::to_string(cell.first_year) + "-" + std::to_string(cell.last_year);
  return (cell.kind == snapshot::CellKind::category_year ? "" : "archive ") + cell.code + " " + years;
}

void print(const snapshot::Snapshot& taken, const std::string& id, const std::unordered_map<std::string, std::string>& titles) {
  const auto row = taken.row_of(id);
  if (!row) return (void)std::printf("%s: %s\n", id.c_str(), taken.reason_of_absence().c_str());
  const auto receipt = taken.receipt(*row);
  if (!receipt) return (void)std::printf("%s: %s\n", id.c_str(), receipt.error().message.c_str());
  const auto title_of = [&](const std::string& of) {
    const auto found = titles.find(of);
    return found == titles.end() ? std::string() : found->second;
  };
  std::printf("\n%s  %s\n", id.c_str(), title_of(id).c_str());
  const auto& novelty = receipt->novelty;
  if (novelty.missing != snapshot::Missing::nothing) {
    std::printf("  novelty: null, %s\n", std::string(reason_of(novelty.missing)).c_str());
  } else {
    std::printf("  novelty %.2f in %s (n = %u)%s; new terms %u (%.2f), distance %.4f (%.2f), raw %.2f\n", novelty.novelty() / 100.0,
                cell_name(novelty.standing.cell).c_str(), novelty.standing.papers, novelty.provisional ? ", provisional" : "", novelty.new_terms,
                novelty.new_terms_percentile() / 100.0, novelty.distance() / 1e4, novelty.distance_percentile() / 100.0, novelty.raw() / 100.0);
    std::printf("  new:");
    for (const auto& term : novelty.most_reused) std::printf(" [%s %u]", term.text.c_str(), term.reuse);
    std::printf("\n  nearest of %u:\n", novelty.compared);
    for (const auto& near : novelty.nearest) std::printf("    %.4f %s %s\n", near.similarity / 1e4, near.id.c_str(), title_of(near.id).c_str());
  }
  const auto& rank = receipt->rank;
  if (rank.missing != snapshot::Missing::nothing) return (void)std::printf("  rank: null, %s\n", std::string(reason_of(rank.missing)).c_str());
  std::printf("  rank %.2f:", rank.score / 100.0);
  for (const auto part : snapshot::kRankParts) {
    const auto& value = rank.values[static_cast<std::size_t>(part)];
    if (value) std::printf(" %s %u x %.2f", std::string(name_of(part)).c_str(), weight_of(part), *value / 100.0);
  }
  std::printf("\n");
}

int fail(const schema::Error& error) {
  std::fprintf(stderr, "%s\n", error.message.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> inputs, ids;
  int threads = 2;
  std::size_t memory_mib = 256, limit = 0, most_cited = 0;
  bool ready = false, distinct = false;
  std::unordered_set<std::string> seen;
  std::string work = (std::filesystem::temp_directory_path() / "snapshot-cost").string();
  CLI::App app{"What a snapshot costs"};
  app.add_option("inputs", inputs)->required();
  app.add_option("--id", ids, "print the receipts of this paper");
  app.add_option("--most-cited", most_cited, "print the receipts of so many of the most cited papers");
  app.add_option("--threads", threads);
  app.add_option("--memory", memory_mib, "MiB");
  app.add_option("--work", work);
  app.add_option("--limit", limit, "the first papers alone");
  app.add_flag("--ready", ready, "hold all papers before the clock starts: times are those of the snapshot alone, memory is not");
  app.add_flag("--distinct", distinct, "the first paper of each id alone");
  CLI11_PARSE(app, argc, argv);

  snapshot::BuildOptions options;
  options.directory = std::filesystem::path(work) / "snapshot";
  options.work = work;
  options.memory_bytes = memory_mib << 20;
  options.threads = threads;
  const bool explain = !ids.empty() || most_cited > 0;
  std::unordered_map<std::string, std::string> titles;
  std::vector<std::pair<std::int64_t, std::string>> cited;
  std::vector<snapshot::PaperText> held;
  std::optional<schema::Date> newest;
  auto begin = now();
  auto build = snapshot::SnapshotBuild::begin(options);
  if (!build) return fail(build.error());
  schema::Result<void> added;
  std::size_t count = 0;
  const auto read = bench::for_each_paper(inputs, [&](const schema::Paper& paper) {
    if (!added || (limit > 0 && count >= limit)) return;
    if (distinct && !seen.insert(paper.id).second) return;
    ++count;
    auto text = text_of(paper);
    if (explain) titles[text.id] = text.title;
    if (most_cited > 0 && text.citations) cited.emplace_back(*text.citations, text.id);
    if (text.date && (!newest || *newest < *text.date)) newest = text.date;
    if (ready) {
      held.push_back(std::move(text));
    } else {
      added = build->add(std::move(text));
    }
  });
  if (!read) return fail(read.error());
  if (ready) begin = now();
  for (auto& text : held) {
    if (added) added = build->add(std::move(text));
  }
  if (!added) return fail(added.error());
  const auto taken_in = now();
  const auto summary = build->finish(newest.value_or(schema::date_of_year(2026)));
  if (!summary) return fail(summary.error());
  const auto end = now();
  std::uintmax_t bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(options.directory)) bytes += file.file_size();
  std::printf("papers %u, with novelty %u, with rank %u; terms %.1f, new terms %.2f, compared with %.1f of each\n", summary->papers, summary->with_novelty,
              summary->with_rank, static_cast<double>(summary->terms) / summary->papers,
              static_cast<double>(summary->new_terms) / std::max(1u, summary->with_novelty),
              static_cast<double>(summary->compared) / std::max(1u, summary->with_novelty));
  std::printf("adding %.2f s (CPU %.2f), finishing %.2f s (CPU %.2f), together %.2f s (CPU %.2f)\n", taken_in.wall - begin.wall, taken_in.cpu - begin.cpu,
              end.wall - taken_in.wall, end.cpu - taken_in.cpu, end.wall - begin.wall, end.cpu - begin.cpu);
  std::printf("peak memory %.1f MiB, files %.1f bytes a paper\n", static_cast<double>(peak_kib()) / 1024, static_cast<double>(bytes) / summary->papers);
  if (!explain) return 0;

  const auto taken = snapshot::Snapshot::open(options.directory);
  if (!taken) return fail(taken.error());
  std::sort(cited.rbegin(), cited.rend());
  for (std::size_t i = 0; i < std::min(most_cited, cited.size()); ++i) ids.push_back(cited[i].second);
  for (const std::string& id : ids) print(*taken, id, titles);
  return 0;
}
