#include "schema/links.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "schema/ids.h"

namespace incipit::schema {
namespace {

bool starts_with_folded(std::string_view text, std::string_view lower_case_prefix) {
  if (text.size() < lower_case_prefix.size()) return false;
  for (std::size_t i = 0; i < lower_case_prefix.size(); ++i) {
    const char c = text[i];
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower != lower_case_prefix[i]) return false;
  }
  return true;
}

bool is_web_address(std::string_view url) {
  const bool http = starts_with_folded(url, "http://") && url.size() > 7;
  const bool https = starts_with_folded(url, "https://") && url.size() > 8;
  if (!http && !https) return false;
  return std::none_of(url.begin(), url.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f;
  });
}

// An identifier as the path of an address: everything but unreserved characters and '/' becomes %XX.
std::string in_path(std::string_view identifier) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  static constexpr std::string_view kPlain = "-._~/:;()";
  std::string text;
  for (const char c : identifier) {
    const auto byte = static_cast<unsigned char>(c);
    const bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alnum || kPlain.find(c) != std::string_view::npos) {
      text += c;
    } else {
      text += '%';
      text += kHex[byte >> 4];
      text += kHex[byte & 15];
    }
  }
  return text;
}

// The bare DOI ("10.x/y") of any spelling; empty for what is none.
std::string bare_doi(std::string_view doi) {
  const std::string key = alias_key(doi);
  const std::string_view prefix = "doi:";
  std::string bare = key.starts_with(prefix) ? key.substr(prefix.size()) : key;
  return bare.starts_with("10.") && bare.find('/') != std::string::npos ? bare : std::string{};
}

}  // namespace

std::vector<Link> links_of(const Paper& paper) {
  std::vector<Link> links;
  for (const Link& link : paper.links) {
    if (is_web_address(link.url)) links.push_back(link);
  }
  const auto add = [&links](std::string rel, std::string url) {
    const auto same = [&rel](const Link& link) { return link.rel == rel; };
    if (std::none_of(links.begin(), links.end(), same)) links.push_back(Link{std::move(rel), std::move(url)});
  };
  if (const auto arxiv = parse_arxiv_id(paper.id)) {
    add("abstract", "https://arxiv.org/abs/" + arxiv->bare);
    add("pdf", "https://arxiv.org/pdf/" + arxiv->bare);
  }
  const std::string doi = paper.doi.empty() ? std::string{} : bare_doi(paper.doi);
  if (!doi.empty()) add("doi", "https://doi.org/" + in_path(doi));
  return links;
}

}  // namespace incipit::schema
