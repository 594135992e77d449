// Answers as text for a terminal.
#pragma once

#include <string>

#include "schema/author.h"
#include "schema/index_info.h"
#include "schema/result.h"

namespace incipit::cli {

// How text is emphasised; plain when output takes no colours.
struct Style {
  bool color = false;
  [[nodiscard]] std::string bold(const std::string& text) const;
  [[nodiscard]] std::string dim(const std::string& text) const;
};

void print(const schema::SearchResult& result, std::int64_t offset, const Style& style);
void print(const schema::PaperResult& result, const Style& style);
void print(const schema::AuthorSearchResult& result, const Style& style);
void print(const schema::AuthorProfile& profile, const Style& style);
void print(const schema::IndexInfo& info);

}  // namespace incipit::cli
