// Corrections of author identity that people make by hand: `overrides.tsv`. A generation has those that it was made with, and the next
// one takes them over. Tab-separated; a line that begins with '#' is a comment; the first line is the format's name and version:
//
//   overrides  1
//   merge      PAPER:POSITION  PAPER:POSITION...   whomever these authorships are of, it is one person
//   split      PAPER:POSITION...                   these authorships, and no others, are of one person
//   display    PAPER:POSITION  NAME                the name by which the person is shown
//   rename     PAPER:POSITION  NAME                the same, and the names on the papers are not shown any more
//   alias      PAPER:POSITION  NAME                a name that finds the person and is not shown
//
// An authorship is a paper's id and a place in its author list, from 0, as `incipit author --mentions` lists them. Rows are applied in
// order, after all evidence.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/corrections.h"
#include "schema/author_entity.h"
#include "schema/authorship_place.h"
#include "schema/error.h"
#include "schema/index_info.h"

namespace incipit::indexer {

enum class OverrideAction { merge, split, display, rename, alias };

using schema::AuthorshipPlace;

struct Override {
  OverrideAction action = OverrideAction::merge;
  std::vector<AuthorshipPlace> authorships;  // one where there is a name
  std::string name;
  bool operator==(const Override&) const = default;
};
using Overrides = std::vector<Override>;

// `name`: of the file, for errors. Error: input_invalid with the line. All or nothing: a correction that cannot be read is not left out.
[[nodiscard]] schema::Result<Overrides> parse_overrides(std::string_view text, const std::string& name);
// Errors: those of parse_overrides; input_unreadable.
[[nodiscard]] schema::Result<Overrides> read_overrides(const std::filesystem::path& file);
[[nodiscard]] std::string to_tsv(const Overrides& overrides);
// A row as it stands in the file, without the end of the line.
[[nodiscard]] std::string to_row(const Override& row);

// Those of a generation; none where it has no such file. Error: index_damaged.
[[nodiscard]] schema::Result<Overrides> overrides_of(const std::filesystem::path& generation);
// Error: system.
[[nodiscard]] schema::Result<void> write_overrides(const std::filesystem::path& generation, const Overrides& overrides);

// Those before a change and after it: a file's in their place, else what `edit` makes of them, which may be empty.
struct ChangedOverrides {
  Overrides before, now;
};
using EditOverrides = std::function<schema::Result<Overrides>(const Overrides& before)>;
[[nodiscard]] schema::Result<ChangedOverrides> changed_overrides(const std::filesystem::path& generation, std::optional<Overrides> given,
                                                                 const EditOverrides& edit);

// What rows say of the authorships that `mention` knows; others are left out.
using MentionFinder = std::function<std::optional<std::uint32_t>(const AuthorshipPlace& place)>;
[[nodiscard]] std::vector<identity::Correction> corrections_of(const Overrides& overrides, const MentionFinder& mention);

// Gives authors the names that rows say, and marks who was corrected. `author`: whom an authorship is of; null where it is not known.
using EntityFinder = std::function<schema::AuthorEntity*(const AuthorshipPlace& place)>;
void correct_names(const Overrides& overrides, const EntityFinder& author);

// The authorships of rows that `known` does not know, as rows of the index information.
[[nodiscard]] std::vector<schema::UnmatchedRow> unmatched(const Overrides& overrides, const std::function<bool(const AuthorshipPlace&)>& known);

}  // namespace incipit::indexer
