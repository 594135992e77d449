#include "schema/links.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "schema/ascii.h"
#include "schema/ids.h"

namespace incipit::schema {
namespace {

bool is_web_address(std::string_view url) {
  std::string_view rest = url;
  if (!(cut_prefix(rest, "http://") || cut_prefix(rest, "https://")) || rest.empty()) return false;
  return std::none_of(url.begin(), url.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f;
  });
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
  if (!doi.empty()) add("doi", "https://doi.org/" + percent_encode(doi, "-._~/:;()"));
  return links;
}

}  // namespace incipit::schema
