#include "analysis/url_range.h"

#include <algorithm>

#include "analysis/utf8.h"

namespace incipit::analysis {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// The first slash of `word` that a host name with a dot and a top-level label stands before.
std::size_t path_of_host(std::string_view word) {
  const std::size_t slash = word.find('/');
  if (slash == kNone) return kNone;
  std::size_t label = slash;
  while (label > 0 && is_ascii_letter(word[label - 1])) --label;
  const bool host =
      slash - label >= 2 && label >= 2 && word[label - 1] == '.' && is_ascii_alnum(word[label - 2]);
  return host ? slash : kNone;
}

}  // namespace

void UrlRange::look_at_word(std::size_t i) {
  const std::size_t space_before = i == 0 ? kNone : text_.rfind(' ', i - 1);
  word_begin_ = std::max(word_end_, space_before == kNone ? 0 : space_before + 1);
  word_end_ = std::min(text_.find(' ', i), text_.size());
  const std::string_view word = text_.substr(word_begin_, word_end_ - word_begin_);
  std::size_t start = word.find("://");
  if (start == kNone) start = word.find("www.");
  if (start == kNone) start = path_of_host(word);
  if (start == kNone) {
    url_begin_ = url_end_ = word_end_;
    return;
  }
  url_begin_ = word_begin_ + start;
  url_end_ = word_begin_ + std::min(word.find_first_of("{}<>\"`", start), word.size());
}

bool UrlRange::contains(std::size_t i) {
  if (i >= word_end_) look_at_word(i);
  return i >= url_begin_ && i < url_end_;
}

}  // namespace incipit::analysis
