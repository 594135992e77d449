#include "indexer/author_index.h"

#include <xapian.h>

#include <algorithm>
#include <set>

#include "analysis/analyser.h"
#include "storage/author_table.h"
#include "storage/segment.h"
#include "storage/terms.h"

namespace incipit::indexer {

using schema::Result;

namespace {

constexpr std::size_t kCommitEvery = 20000;

std::set<std::string> name_terms(const schema::AuthorEntity& entity, analysis::Analyser& analyser) {
  namespace terms = storage::author_terms;
  std::set<std::string> all;
  const auto add_name = [&](const std::string& name) {
    if (std::string key = analysis::name_key(name); !key.empty()) all.insert(storage::author_term(terms::kFullName, key));
    for (const auto& token : analyser.name_tokens(name)) {
      all.insert(storage::author_term(terms::kToken, token.form));
      all.insert(storage::author_term(terms::kInitial, analysis::initial_of(token.form)));
    }
  };
  add_name(entity.name);
  for (const auto& name : entity.name_variants) add_name(name);
  for (const auto& id : entity.ids) all.insert(storage::author_term(terms::kExternalId, id));
  return all;
}

template <class T>
void keep_distinct(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

Result<AuthorFilters> gather_author_filters(const Intake& intake, const Spool& spool, const AuthorEntities& authors) {
  AuthorFilters filters;
  filters.categories.resize(authors.entities.size());
  filters.years.resize(authors.entities.size());
  for (std::size_t p = 0; p < intake.papers.size(); ++p) {
    if (authors.of_paper[p].empty()) continue;
    const auto paper = spool.read(intake, intake.papers[p]);
    if (!paper) return tl::make_unexpected(paper.error());
    for (std::uint32_t ordinal : authors.of_paper[p]) {
      auto& categories = filters.categories[ordinal];
      categories.insert(categories.end(), paper->categories.begin(), paper->categories.end());
      if (paper->published) filters.years[ordinal].push_back(paper->published->year());
    }
  }
  for (auto& categories : filters.categories) keep_distinct(categories);
  for (auto& years : filters.years) keep_distinct(years);
  return filters;
}

Result<void> write_authors(const AuthorEntities& authors, const AuthorFilters& filters, const storage::GenerationPaths& paths) {
  namespace terms = storage::author_terms;
  storage::AuthorTableWriter table(paths.authors());
  const auto unmerged = paths.root / "names.unmerged";
  try {
    Xapian::WritableDatabase names(unmerged.string(), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC |
                                                          Xapian::DB_NO_TERMLIST);
    analysis::Analyser analyser;
    for (std::size_t ordinal = 0; ordinal < authors.entities.size(); ++ordinal) {
      const auto& entity = authors.entities[ordinal];
      table.add(entity);
      Xapian::Document document;
      for (const auto& term : name_terms(entity, analyser)) document.add_boolean_term(term);
      for (const auto& category : filters.categories[ordinal]) {
        document.add_boolean_term(storage::author_term(terms::kCategory, category));
      }
      for (int year : filters.years[ordinal]) document.add_boolean_term(storage::author_term(terms::kYear, std::to_string(year)));
      names.add_document(document);
      if ((ordinal + 1) % kCommitEvery == 0) names.commit();
    }
    names.commit();
    names.close();
  } catch (const Xapian::Error& fault) {
    return tl::make_unexpected(storage::from_xapian(fault, "writing the author names"));
  }
  if (auto merged = storage::merge_tables({unmerged}, paths.authors() / "names"); !merged) return merged;
  std::error_code ignored;
  std::filesystem::remove_all(unmerged, ignored);
  std::vector<std::pair<std::string, std::string>> moved;
  for (const auto& row : authors.registry) {
    if (!row.moved_to.empty()) moved.emplace_back(row.id, row.moved_to);
  }
  if (auto closed = table.close(moved); !closed) return closed;
  return write_registry(paths.authors() / "author-ids.tsv", authors.registry);
}

}  // namespace incipit::indexer
