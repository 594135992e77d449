#include "query/segment_view.h"

#include <algorithm>

#include "storage/terms.h"

namespace incipit::query {

DocSet SegmentView::everything() const {
  DocSet all;
  all.addRange(1, static_cast<std::uint64_t>(rows()) + 1);
  if (!dead->empty()) all -= dead->papers();
  return all;
}

std::shared_ptr<const Postings> SegmentView::postings(schema::Field field, std::string_view value, const Deadline& deadline) const {
  const std::string term = storage::index_term(field, value);
  if (auto known = cache_->find(number_, term)) return known;
  auto decoded = std::make_shared<Postings>();
  const std::size_t frequency = tables.get_termfreq(term);
  decoded->docids.reserve(frequency);
  decoded->impacts.reserve(frequency);
  for (auto it = tables.postlist_begin(term); it != tables.postlist_end(term); ++it) {
    decoded->docids.push_back(*it);
    decoded->impacts.push_back(static_cast<std::uint8_t>(std::min<Xapian::termcount>(it.get_wdf(), 255)));
    deadline.check_often();
  }
  decoded->papers.addMany(decoded->docids.size(), decoded->docids.data());
  if (!dead->empty()) decoded->papers -= dead->papers();
  decoded->papers.runOptimize();
  cache_->keep(number_, term, decoded);
  return decoded;
}

DocSet SegmentView::papers_with(schema::Field field, std::string_view value, const Deadline& deadline) const {
  return postings(field, value, deadline)->papers;
}

std::vector<std::string> SegmentView::terms_beginning(schema::Field field, std::string_view beginning, const Deadline& deadline) const {
  const std::string prefix = storage::index_term(field, beginning);
  const std::size_t field_bytes = prefix.size() - beginning.size();
  std::vector<std::string> values;
  for (auto it = tables.allterms_begin(prefix); it != tables.allterms_end(prefix); ++it) {
    deadline.check_often();
    values.push_back((*it).substr(field_bytes));
  }
  return values;
}

std::vector<std::pair<std::string, Xapian::doccount>> SegmentView::counted_terms_beginning(schema::Field field, std::string_view beginning,
                                                                                           const Deadline& deadline) const {
  const std::string prefix = storage::index_term(field, beginning);
  const std::size_t field_bytes = prefix.size() - beginning.size();
  std::vector<std::pair<std::string, Xapian::doccount>> values;
  for (auto it = tables.allterms_begin(prefix); it != tables.allterms_end(prefix); ++it) {
    deadline.check_often();
    values.emplace_back((*it).substr(field_bytes), it.get_termfreq());
  }
  return values;
}

bool SegmentView::has_term_beginning(schema::Field field, std::string_view beginning) const {
  const std::string prefix = storage::index_term(field, beginning);
  return tables.allterms_begin(prefix) != tables.allterms_end(prefix);
}

Xapian::doccount SegmentView::frequency(schema::Field field, std::string_view value) const {
  const std::string term = storage::index_term(field, value);
  const auto known = cache_->find(number_, term);
  const auto all = known ? static_cast<Xapian::doccount>(known->docids.size()) : tables.get_termfreq(term);
  return all - (dead->empty() ? 0 : dead->frequency(term));
}

std::int64_t SegmentView::impact(schema::Field field, std::string_view value, Xapian::docid docid) const {
  const std::string term = storage::index_term(field, value);
  auto it = tables.postlist_begin(term);
  if (it == tables.postlist_end(term)) return 0;
  it.skip_to(docid);
  return it != tables.postlist_end(term) && *it == docid ? static_cast<std::int64_t>(it.get_wdf()) : 0;
}

std::int64_t living_papers(const std::vector<SegmentView>& segments) {
  std::int64_t papers = 0;
  for (const auto& segment : segments) papers += segment.size();
  return papers;
}

std::int64_t document_frequency(const std::vector<SegmentView>& segments, schema::Field field, std::string_view value) {
  std::int64_t papers = 0;
  for (const auto& segment : segments) papers += segment.frequency(field, value);
  return papers;
}

std::vector<std::uint32_t> docids_of(const DocSet& papers) {
  std::vector<std::uint32_t> docids(papers.cardinality());
  papers.toUint32Array(docids.data());
  return docids;
}

}  // namespace incipit::query
