#include "schema/facts.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace incipit::schema {
namespace {

constexpr std::array<std::string_view, 5> kCodeHosts{"github.com/", "gitlab.com/", "bitbucket.org/", "codeberg.org/",
                                                     "sourceforge.net/"};

bool names_code_host(std::string_view text) {
  return std::any_of(kCodeHosts.begin(), kCodeHosts.end(), [&](std::string_view host) { return text.find(host) != text.npos; });
}

bool any_author(const Paper& paper, bool (*test)(const Authorship&)) {
  return std::any_of(paper.authors.begin(), paper.authors.end(), test);
}

}  // namespace

bool has_fact(const Paper& paper, Fact fact) {
  switch (fact) {
    case Fact::abstract:
      return !paper.abstract.empty();
    case Fact::doi:
      return !paper.doi.empty();
    case Fact::code:
      return std::any_of(paper.links.begin(), paper.links.end(), [](const Link& link) { return link.rel == "code"; }) ||
             names_code_host(paper.abstract) || names_code_host(paper.comments);
    case Fact::citations:
      return !paper.citations.empty();
    case Fact::references:
      return !paper.references.empty();
    case Fact::date:
      return paper.published.has_value();
    case Fact::orcid:
      return any_author(paper, [](const Authorship& author) {
        return std::any_of(author.ids.begin(), author.ids.end(), [](const std::string& id) { return id.rfind("orcid:", 0) == 0; });
      });
    case Fact::affiliation:
      return any_author(paper, [](const Authorship& author) { return !author.affiliations.empty(); });
  }
  return false;
}

}  // namespace incipit::schema
