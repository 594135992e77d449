// Answers as text for a terminal.
#pragma once

#include <string>
#include <string_view>

#include "schema/author.h"
#include "schema/identity_evidence.h"
#include "schema/index_info.h"
#include "schema/novelty.h"
#include "schema/parse_result.h"
#include "schema/result.h"
#include "schema/suggestion.h"

namespace incipit::cli {

// How text is emphasised; plain when output takes no colours.
struct Style {
  bool color = false;
  [[nodiscard]] std::string bold(const std::string& text) const;
  [[nodiscard]] std::string dim(const std::string& text) const;
};

// Text from a corpus for a terminal: control characters become U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

void print(const schema::SearchResult& result, const Style& style);
void print(const schema::ParseResult& result, const Style& style);
void print(const schema::PaperResult& result, const Style& style);
void print(const schema::NoveltyResult& result, const Style& style);
void print(const schema::SuggestResult& result, const Style& style);
void print(const schema::AuthorSearchResult& result, const Style& style);
void print(const schema::AuthorProfile& profile, const Style& style);
void print(const schema::AuthorEvidence& answer, const Style& style);
void print(const schema::IndexInfo& info);

}  // namespace incipit::cli
