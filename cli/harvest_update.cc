#include "cli/harvest_update.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/writing.h"
#include "corpus/durable_file.h"
#include "corpus/harvest_state.h"
#include "storage/files.h"
#include "storage/index_directory.h"

namespace incipit::cli {
namespace {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::Result;

// The number of the last page that the index has; 0 where it has none.
Result<std::uint64_t> last_page_taken(const fs::path& mark) {
  std::error_code ignored;
  if (!fs::exists(mark, ignored)) return std::uint64_t{0};
  const auto text = storage::read_file(mark);
  if (!text) return tl::make_unexpected(text.error());
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (fault != std::errc() || std::string_view(end) != "\n") {
    return schema::fail(ErrorCode::input_invalid, "the file 'updated' of the harvest holds no number: remove it to take in every page again");
  }
  return number;
}

int apply(const Session& session, const std::vector<std::string>& pages, bool index_there) {
  if (!index_there) {
    indexer::BuildOptions options;
    options.index = session.index_directory();
    options.inputs = pages;
    return build_and_report(session, options);
  }
  indexer::ChangeOptions options;
  options.inputs = pages;
  options.contention = indexer::Contention::wait;
  return change_and_report(session, options, MergeAfter::now);
}

}  // namespace

int update_from_harvest(const Session& session, const fs::path& directory) {
  const auto state = corpus::read_harvest_state((directory / "harvest.json").string());
  if (!state) return report(session, state.error());
  const fs::path mark = directory / "updated";
  const auto taken = last_page_taken(mark);
  if (!taken) return report(session, taken.error());
  const auto current = storage::current_generation(session.index_directory());
  if (!current) return report(session, current.error());
  const std::uint64_t last = *state ? (*state)->pages : 0;
  std::vector<std::string> pages;
  for (std::uint64_t number = *current ? *taken + 1 : 1; number <= last; ++number) {
    fs::path page = directory / "pages" / fmt::format("{:06}.xml", number);
    std::error_code ignored;
    if (fs::exists(page, ignored)) pages.push_back(page.string());
  }
  if (pages.empty()) {
    if (!session.json && !session.quiet) fmt::print("the index has every page of the harvest\n");
    return kDone;
  }
  if (const int code = apply(session, pages, current->has_value()); code != kDone) return code;
  if (auto written = corpus::write_durably(mark.string(), std::to_string(last) + "\n"); !written) return report(session, written.error());
  return kDone;
}

}  // namespace incipit::cli
