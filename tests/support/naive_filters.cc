#include "tests/support/naive_filters.h"

#include <algorithm>

#include "analysis/analyser.h"
#include "schema/categories.h"
#include "schema/ids.h"

namespace incipit::testing {
namespace {

using schema::FacetField;
using schema::Paper;

bool contains(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::vector<std::string> one(const std::string& value) {
  return value.empty() ? std::vector<std::string>() : std::vector<std::string>{value};
}

void add_once(std::vector<std::string>& values, std::string value) {
  if (!value.empty() && !contains(values, value)) values.push_back(std::move(value));
}

bool passes_dates(const schema::SearchFilters& filters, const Paper& paper) {
  if (!filters.from && !filters.to && !filters.as_of) return true;
  if (!paper.published) return false;
  const std::int64_t published = paper.published->instant;
  return (!filters.from || published >= filters.from->instant) &&
         (!filters.to || published <= filters.to->last_instant()) &&
         (!filters.as_of || published <= filters.as_of->last_instant());
}

bool passes_years(const schema::SearchFilters& filters, const Paper& paper) {
  const auto holds = [&](const schema::YearRange& years) { return is_in_years(paper, years); };
  if (!filters.years.empty() && std::none_of(filters.years.begin(), filters.years.end(), holds)) return false;
  return std::none_of(filters.not_years.begin(), filters.not_years.end(), holds);
}

}  // namespace

std::vector<std::string> archives_of(const Paper& paper) {
  std::vector<std::string> archives;
  for (const std::string& code : paper.categories) add_once(archives, std::string(schema::archive_of(code)));
  return archives;
}

bool is_identified_by(const Paper& paper, const std::string& identifier) {
  const std::string key = schema::alias_key(identifier);
  return paper.id == identifier || paper.id == key || contains(schema::alias_keys(paper), key);
}

bool is_in_years(const Paper& paper, const schema::YearRange& years) {
  if (!paper.published) return false;
  const int year = paper.published->year();
  return (!years.from || year >= *years.from) && (!years.to || year <= *years.to);
}

std::vector<std::string> facet_values(const Paper& paper, FacetField field) {
  switch (field) {
    case FacetField::category:
      return paper.categories;
    case FacetField::primary:
      return one(paper.primary());
    case FacetField::archive:
      return archives_of(paper);
    case FacetField::year:
      return paper.published ? one(std::to_string(paper.published->year())) : one("");
    case FacetField::venue:
      return one(paper.venue);
    case FacetField::author:
      break;  // no record tells who its authors are
  }
  return {};
}

schema::SearchFilters without_own(schema::SearchFilters filters, FacetField field) {
  switch (field) {
    case FacetField::category:
      filters.category = {};
      break;
    case FacetField::primary:
      filters.primary = {};
      break;
    case FacetField::archive:
      filters.archive = {};
      break;
    case FacetField::author:
      filters.author = {};
      break;
    case FacetField::venue:
      filters.venue = {};
      break;
    case FacetField::year:
      filters.years.clear();
      filters.not_years.clear();
      break;
  }
  return filters;
}

bool passes_values(const schema::FilterValues& wanted, const std::vector<std::string>& values) {
  const auto present = [&](const std::string& value) { return contains(values, value); };
  if (!wanted.any_of.empty() && std::none_of(wanted.any_of.begin(), wanted.any_of.end(), present))
    return false;
  return std::none_of(wanted.none_of.begin(), wanted.none_of.end(), present);
}

bool passes_metadata(const schema::SearchFilters& filters, const Paper& paper) {
  if (!passes_values(filters.category, paper.categories)) return false;
  if (!passes_values(filters.primary, one(paper.primary()))) return false;
  if (!passes_values(filters.archive, archives_of(paper))) return false;
  if (!passes_values(filters.venue, one(paper.venue))) return false;
  if (!passes_values(filters.status, one(paper.status))) return false;
  if (!passes_years(filters, paper) || !passes_dates(filters, paper)) return false;
  if (filters.min_citations) {
    const auto* citations = paper.leading_citations();
    if (citations == nullptr || citations->count < *filters.min_citations) return false;
  }
  return filters.ids.empty() ||
         std::any_of(filters.ids.begin(), filters.ids.end(),
                     [&](const std::string& id) { return is_identified_by(paper, id); });
}

}  // namespace incipit::testing
