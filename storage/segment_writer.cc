#include "storage/column_set.h"
#include "storage/segment.h"

namespace incipit::storage {

using schema::Result;

namespace {

std::vector<std::string> at_most_one(const std::string& value) {
  return value.empty() ? std::vector<std::string>{} : std::vector<std::string>{value};
}

}  // namespace

struct SegmentColumnsWriter::State {
  explicit State(const std::filesystem::path& where) : directory(where), plain(where) {}
  std::filesystem::path directory;
  PlainColumns plain;
  FormNumbering forms;
  std::vector<TokenRow> tokens;  // until the forms are counted
};

SegmentColumnsWriter::SegmentColumnsWriter(const std::filesystem::path& directory)
    : state_(std::make_unique<State>(directory)) {}
SegmentColumnsWriter::~SegmentColumnsWriter() = default;

FormNumbering& SegmentColumnsWriter::forms() { return state_->forms; }

void SegmentColumnsWriter::add(const PaperRow& row) {
  auto& plain = state_->plain;
  plain.ids.add(row.id);
  plain.aliases.add(row.aliases);
  plain.title_keys.add(row.title_key);
  plain.published.add(row.published);
  plain.updated.add(row.updated);
  plain.citations.add(row.citations);
  plain.year.add(row.year);
  plain.authors.add(row.authors);
  plain.records.add(row.record);
  plain.coded[0]->add(row.categories);
  plain.coded[1]->add(at_most_one(row.primary));
  plain.coded[2]->add(row.archives);
  plain.coded[3]->add(at_most_one(row.venue));
  state_->tokens.push_back(row.tokens);
}

Result<void> SegmentColumnsWriter::close() {
  TokenColumnWriter tokens(state_->directory, state_->forms);
  for (const auto& row : state_->tokens) tokens.add(row);
  if (auto closed = tokens.close(); !closed) return closed;
  return state_->plain.close();
}

}  // namespace incipit::storage
