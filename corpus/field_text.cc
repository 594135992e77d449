#include "corpus/field_text.h"

#include <utility>

#include "schema/ascii.h"
#include "schema/ids.h"

namespace incipit::corpus {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

std::string clean_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  for (const char c : text) {
    if (is_space(c)) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    out += c;
  }
  return out;
}

std::string plain_text(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte < 0x20 || byte == 0x7F) {
      out[i] = ' ';
    } else if (byte == 0xC2 && i + 1 < out.size() && static_cast<unsigned char>(out[i + 1]) < 0xA0) {
      out[i] = out[i + 1] = ' ';
    }
  }
  return clean_text(out);
}

std::optional<std::string> normalised_doi(std::string_view text) {
  const std::string clean = clean_text(text);
  std::string_view rest = clean;
  schema::cut_prefix(rest, "https://") || schema::cut_prefix(rest, "http://");
  schema::cut_prefix(rest, "www.");
  schema::cut_prefix(rest, "doi.org/") || schema::cut_prefix(rest, "dx.doi.org/") || schema::cut_prefix(rest, "doi:");
  if (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  if (rest.substr(0, 3) != "10." || rest.find('/') == rest.npos) return std::nullopt;
  if (schema::has_control_character(rest)) return std::nullopt;
  return std::string(rest);
}

std::optional<std::string> normalised_orcid(std::string_view text) {
  std::string orcid = clean_text(text);
  std::string_view rest = orcid;
  schema::cut_prefix(rest, "https://") || schema::cut_prefix(rest, "http://");
  schema::cut_prefix(rest, "www.");
  schema::cut_prefix(rest, "orcid.org/") || schema::cut_prefix(rest, "orcid:");
  if (rest.size() != 19) return std::nullopt;
  orcid = std::string(rest);
  if (orcid.back() == 'x') orcid.back() = 'X';
  for (std::size_t i = 0; i < orcid.size(); ++i) {
    const bool hyphen = i % 5 == 4;
    const bool digit = orcid[i] >= '0' && orcid[i] <= '9';
    const bool check_character = i == 18 && orcid[i] == 'X';
    if (hyphen ? orcid[i] != '-' : !(digit || check_character)) return std::nullopt;
  }
  return orcid;
}

void ListFaults::add(std::size_t index, std::string_view reason) {
  if (count_++ > 0) return;
  first_ = index;
  reason_ = reason;
}

void ListFaults::report(std::string_view field, std::vector<FieldWarning>& warnings) const {
  if (count_ == 0) return;
  std::string text = "entry " + std::to_string(first_ + 1) + ' ' + reason_;
  if (count_ > 1) text += "; " + std::to_string(count_) + " entries are left out";
  warnings.push_back({std::string(field), std::move(text)});
}

}  // namespace incipit::corpus
