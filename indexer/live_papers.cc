#include "indexer/live_papers.h"

#include "indexer/source_merge.h"
#include "schema/ids.h"
#include "schema/paper_json.h"
#include "storage/terms.h"

namespace incipit::indexer {

using schema::Result;

LivePapers::LivePapers(std::shared_ptr<const storage::Generation> generation) : generation_(std::move(generation)) {
  for (std::size_t s = 0; s < generation_->segments(); ++s) tables_.emplace_back(generation_->tables(s).string());
  for (std::size_t layer = 0; layer < generation_->authors().layers(); ++layer) names_.emplace_back(generation_->names(layer).string());
}

std::vector<PaperPlace> LivePapers::with_term(schema::Field field, std::string_view value) const {
  const std::string term = storage::index_term(field, value);
  std::vector<PaperPlace> places;
  for (std::size_t s = 0; s < tables_.size(); ++s) {
    for (auto it = tables_[s].postlist_begin(term); it != tables_[s].postlist_end(term); ++it) {
      if (!generation_->tombstones(s).papers().contains(*it)) places.push_back({s, *it});
    }
  }
  return places;
}

std::optional<PaperPlace> LivePapers::find(std::string_view id) const {
  const auto places = with_term(schema::Field::id, id);
  if (places.empty()) return std::nullopt;
  return places.front();
}

std::vector<PaperPlace> LivePapers::with_alias(std::string_view key) const { return with_term(schema::Field::alias, key); }

std::vector<PaperPlace> LivePapers::with_work(std::string_view key) const { return with_term(schema::Field::work, work_term(key)); }

std::vector<PaperPlace> LivePapers::meant_by(std::string_view identifier) const {
  if (const auto own = find(identifier)) return {*own};
  return with_alias(schema::alias_key(identifier));
}

std::string_view LivePapers::id(const PaperPlace& place) const { return generation_->columns(place.segment).ids[place.docid - 1]; }

Result<StoredPaper> LivePapers::paper(const PaperPlace& place) const {
  auto record = generation_->columns(place.segment).records.read(place.docid - 1);
  if (!record) return tl::make_unexpected(record.error());
  auto paper = schema::paper_from_canonical_json(*record);
  if (!paper) return tl::make_unexpected(paper.error());
  return StoredPaper{std::move(*paper), std::move(*record)};
}

std::span<const std::uint32_t> LivePapers::authors(const PaperPlace& place) const {
  return generation_->columns(place.segment).authors[place.docid - 1];
}

// Those whose id moved are left out: it means another author for ever.
std::vector<std::uint32_t> LivePapers::authors_with_term(std::string_view kind, std::string_view value) const {
  const std::string term = storage::author_term(kind, value);
  const auto& table = generation_->authors();
  std::vector<std::uint32_t> ordinals;
  for (std::size_t layer = names_.size(); layer-- > 0;) {
    for (auto it = names_[layer].postlist_begin(term); it != names_[layer].postlist_end(term); ++it) {
      if (!table.is_current(layer, *it - 1)) continue;
      const std::uint32_t ordinal = table.ordinal(layer, *it - 1);
      if (!table.moved(table.id(ordinal))) ordinals.push_back(ordinal);
    }
  }
  return ordinals;
}

std::vector<std::uint32_t> LivePapers::authors_with_id(std::string_view id) const {
  return authors_with_term(storage::author_terms::kExternalId, id);
}

std::vector<std::uint32_t> LivePapers::authors_named(std::string_view key) const {
  return authors_with_term(storage::author_terms::kFullName, key);
}

std::vector<std::uint32_t> LivePapers::authors_in_block(std::string_view key) const {
  auto authors = authors_with_term(storage::author_terms::kBlock, key);
  std::erase_if(authors, [&](std::uint32_t ordinal) { return generation_->authors().papers(ordinal) == 0; });
  return authors;
}

std::vector<PaperPlace> LivePapers::papers_of(std::uint32_t ordinal) const {
  return with_term(schema::Field::author_id, generation_->authors().id(ordinal));
}

}  // namespace incipit::indexer
