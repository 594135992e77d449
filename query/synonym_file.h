// Words that mean the same, from a text file that is kept by hand:
//
//   # a comment
//   car, automobile, motor car          each also finds the others
//   anova => analysis of variance       the first also finds the others, not the other way round
//
// Entries are compared as queries are: case, accents and endings do not matter.
//
// Threads: immutable, shared by all.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "query/other_forms.h"
#include "schema/error.h"

namespace incipit::query {

class SynonymFile {
 public:
  // Errors, with file and line: input_unreadable; input_invalid (bytes that are not UTF-8, an entry without words or of stop words alone, a line of one
  // entry, several arrows); limit_exceeded (synonym_file_bytes, synonym_entries, synonym_words).
  [[nodiscard]] static schema::Result<std::shared_ptr<const SynonymFile>> open(const std::filesystem::path& path);
  // The same of its text; `name` is told in errors.
  [[nodiscard]] static schema::Result<std::shared_ptr<const SynonymFile>> parse(std::string_view text, const std::string& name);

  // What an entry of these stems (spaces between them) also finds, in the order of the file; nullptr for none.
  [[nodiscard]] const std::vector<OtherForm>* of(const std::string& stems) const;
  // Another text gives another one.
  [[nodiscard]] const std::string& digest() const { return digest_; }

 private:
  friend class SynonymReader;
  std::unordered_map<std::string, std::vector<OtherForm>> forms_;
  std::string digest_;
};

}  // namespace incipit::query
