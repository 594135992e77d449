#include "indexer/overrides.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "schema/ascii.h"
#include "schema/ids.h"
#include "schema/limits.h"
#include "storage/files.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::Result;

namespace {

constexpr std::string_view kFirstLine = "overrides\t1";
constexpr const char* kFileName = "overrides.tsv";

struct ActionRow {
  OverrideAction action;
  std::string_view word;
  std::size_t fewest;  // authorships
  bool named;
};
constexpr std::array kActions{
    ActionRow{OverrideAction::merge, "merge", 2, false},   ActionRow{OverrideAction::split, "split", 1, false},
    ActionRow{OverrideAction::display, "display", 1, true}, ActionRow{OverrideAction::rename, "rename", 1, true},
    ActionRow{OverrideAction::alias, "alias", 1, true},
};

const ActionRow& row_of(OverrideAction action) {
  return *std::find_if(kActions.begin(), kActions.end(), [&](const ActionRow& row) { return row.action == action; });
}

// An error is what is wrong with the row.
tl::expected<Override, std::string> read_row(std::string_view line) {
  const auto cells = schema::split(line, "\t");
  const auto action = std::find_if(kActions.begin(), kActions.end(), [&](const ActionRow& row) { return row.word == cells[0]; });
  if (action == kActions.end()) return tl::make_unexpected("begins with none of merge, split, display, rename, alias");
  Override row{action->action, {}, {}};
  const std::size_t places = cells.size() - 1 - (action->named ? 1 : 0);
  for (std::size_t i = 1; i <= places && i < cells.size(); ++i) {
    auto place = schema::authorship_place(cells[i]);
    if (!place) return tl::make_unexpected("'" + std::string(cells[i].substr(0, 80)) + "' is no authorship: write PAPER:POSITION, the position from 0");
    row.authorships.push_back(std::move(*place));
  }
  if (row.authorships.size() < action->fewest || (action->named && cells.size() != 3)) {
    return tl::make_unexpected(action->named ? "needs an authorship and a name" : "has too few authorships");
  }
  if (std::set<AuthorshipPlace>(row.authorships.begin(), row.authorships.end()).size() != row.authorships.size()) {
    return tl::make_unexpected("names an authorship twice");
  }
  if (!action->named) return row;
  row.name = cells[2];
  if (row.name.empty()) return tl::make_unexpected("has an empty name");
  if (schema::has_control_character(row.name)) return tl::make_unexpected("has a name with a control character");
  return row;
}

void add_private(schema::AuthorEntity& author, const std::string& name) {
  auto& names = author.private_names;
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

Result<Overrides> parse_overrides(std::string_view text, const std::string& name) {
  const auto fail = [&](std::size_t line, const std::string& why) {
    return schema::fail_at(ErrorCode::input_invalid, name + " line " + std::to_string(line), "the row " + why);
  };
  if (static_cast<std::int64_t>(text.size()) > schema::limits::kOverrideBytes.value) {
    return schema::fail_at(ErrorCode::limit_exceeded, name, "larger than override_bytes, which is " + std::to_string(schema::limits::kOverrideBytes.value));
  }
  if (!schema::is_valid_utf8(text)) return schema::fail_at(ErrorCode::input_invalid, name, "the file is not valid UTF-8");
  Overrides overrides;
  std::size_t number = 0;
  bool begun = false;
  for (std::string_view line : schema::split(text, "\n")) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    if (!begun) {
      if (line != kFirstLine) return fail(number, "is not the first one of overrides: overrides, a tab, and the version, which is 1");
      begun = true;
      continue;
    }
    auto row = read_row(line);
    if (!row) return fail(number, row.error());
    overrides.push_back(std::move(*row));
  }
  if (!begun && !text.empty()) return fail(number, "that begins overrides is missing");
  return overrides;
}

Result<Overrides> read_overrides(const fs::path& file) {
  auto mapped = storage::MappedFile::open(file);
  if (!mapped) return schema::fail_at(ErrorCode::input_unreadable, file.filename().string(), mapped.error().message);
  return parse_overrides(mapped->bytes(), file.filename().string());
}

std::string to_row(const Override& row) {
  std::string text(row_of(row.action).word);
  for (const auto& place : row.authorships) text += '\t' + to_string(place);
  if (!row.name.empty()) text += '\t' + row.name;
  return text;
}

std::string to_tsv(const Overrides& overrides) {
  std::string text = std::string(kFirstLine) + '\n';
  for (const auto& row : overrides) text += to_row(row) + '\n';
  return text;
}

Result<Overrides> overrides_of(const fs::path& generation) {
  const fs::path file = generation / "authors" / kFileName;
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return Overrides{};
  auto overrides = read_overrides(file);
  if (!overrides) return schema::fail(ErrorCode::index_damaged, "the overrides of the index cannot be read: " + overrides.error().message);
  return overrides;
}

Result<void> write_overrides(const fs::path& generation, const Overrides& overrides) {
  if (overrides.empty()) return {};
  storage::FileWriter writer(generation / "authors" / kFileName);
  writer.write(to_tsv(overrides));
  return writer.close();
}

Result<ChangedOverrides> changed_overrides(const fs::path& generation, std::optional<Overrides> given, const EditOverrides& edit) {
  auto before = overrides_of(generation);
  if (!before) return tl::make_unexpected(before.error());
  auto now = given ? Result<Overrides>(std::move(*given)) : edit ? edit(*before) : before;
  if (!now) return tl::make_unexpected(now.error());
  return ChangedOverrides{std::move(*before), std::move(*now)};
}

std::vector<identity::Correction> corrections_of(const Overrides& overrides, const MentionFinder& mention) {
  std::vector<identity::Correction> corrections;
  for (const auto& row : overrides) {
    if (row_of(row.action).named) continue;
    identity::Correction correction;
    correction.kind = row.action == OverrideAction::merge ? identity::CorrectionKind::together : identity::CorrectionKind::apart;
    for (const auto& place : row.authorships) {
      if (const auto found = mention(place)) correction.mentions.push_back(*found);
    }
    if (!correction.mentions.empty()) corrections.push_back(std::move(correction));
  }
  return corrections;
}

void correct_names(const Overrides& overrides, const EntityFinder& author) {
  for (const auto& row : overrides) {
    for (const auto& place : row.authorships) {
      schema::AuthorEntity* entity = author(place);
      if (entity == nullptr) continue;
      entity->corrected = true;
      if (row.action == OverrideAction::alias) add_private(*entity, row.name);
      if (row.action != OverrideAction::display && row.action != OverrideAction::rename) continue;
      entity->shown_name = row.name;
      std::erase(entity->private_names, row.name);
      if (row.action == OverrideAction::display) continue;
      for (const auto& use : entity->names) {
        if (use.text != row.name) add_private(*entity, use.text);
      }
    }
  }
}

std::vector<schema::UnmatchedRow> unmatched(const Overrides& overrides, const std::function<bool(const AuthorshipPlace&)>& known) {
  std::vector<schema::UnmatchedRow> rows;
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    for (const auto& place : overrides[i].authorships) {
      if (!known(place)) rows.push_back({kFileName, static_cast<std::int64_t>(i + 1), to_string(place), "no such authorship", {}});
    }
  }
  return rows;
}

}  // namespace incipit::indexer
