#include "query/category_names.h"

#include <map>

#include "schema/categories.h"

namespace incipit::query {
namespace {

// The codes that papers of a segment have. Without dead papers that is the whole dictionary.
std::vector<std::string_view> codes_in_use(const SegmentView& segment, storage::CodedField field) {
  const auto& column = segment.columns->coded(field);
  std::vector<bool> used(column.values.rows(), segment.dead->empty());
  if (!segment.dead->empty()) {
    for (std::uint32_t docid : segment.everything()) {
      for (std::uint32_t code : column.codes[docid - 1]) used[code] = true;
    }
  }
  std::vector<std::string_view> codes;
  for (std::size_t code = 0; code < used.size(); ++code) {
    if (used[code]) codes.push_back(column.values[code]);
  }
  return codes;
}

}  // namespace

std::set<std::string> categories_in_use(const std::vector<SegmentView>& segments) {
  std::set<std::string> codes;
  for (const auto& segment : segments) {
    for (std::string_view code : codes_in_use(segment, storage::CodedField::category)) codes.emplace(code);
  }
  return codes;
}

std::set<std::string> unique_short_categories(const std::vector<SegmentView>& segments) {
  std::map<std::string_view, std::set<std::string>> codes_of;  // by short form
  for (const auto& segment : segments) {
    for (const auto field : {storage::CodedField::category, storage::CodedField::primary}) {
      for (std::string_view code : codes_in_use(segment, field)) codes_of[schema::short_code(code)].emplace(code);
    }
  }
  std::set<std::string> unique;
  for (auto& [form, codes] : codes_of) {
    if (codes.size() == 1) unique.merge(codes);
  }
  return unique;
}

}  // namespace incipit::query
