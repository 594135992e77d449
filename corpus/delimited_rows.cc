#include "corpus/delimited_rows.h"

#include <algorithm>

namespace incipit::corpus {

schema::Result<std::optional<RawRecord>> RowCutter::next() {
  while (cursor_.peek() == '\n' || cursor_.peek() == '\r') cursor_.take();
  if (cursor_.peek() >= 0) {
    cursor_.begin_record();
    bool quoted = false;
    bool cell_begins = true;
    while (true) {
      const int c = cursor_.peek();
      if (c < 0 || (c == '\n' && !quoted)) break;
      // A quote opens at the beginning of a cell; elsewhere in a bare cell it is a character. Doubled quotes
      // close and open again.
      if (quoting_ == Quoting::rfc4180 && c == '"' && (quoted || cell_begins)) {
        quoted = !quoted;
        cell_begins = true;  // a second quote follows only here
      } else {
        cell_begins = c == static_cast<unsigned char>(delimiter_) && !quoted;
      }
      cursor_.take();
    }
    if (!cursor_.failure()) {
      RawRecord raw = cursor_.finish_record(ByteCursor::End::as_is);
      if (!raw.text.empty() && raw.text.back() == '\r' && !raw.too_large) raw.text.remove_suffix(1);
      return raw;
    }
  }
  if (cursor_.failure()) return tl::make_unexpected(*cursor_.failure());
  return std::nullopt;
}

std::optional<std::vector<std::string>> cells_of(std::string_view row, char delimiter, Quoting quoting) {
  std::vector<std::string> cells;
  std::size_t at = 0;
  while (true) {
    std::string cell;
    if (quoting == Quoting::rfc4180 && at < row.size() && row[at] == '"') {
      ++at;
      while (true) {
        const auto quote = row.find('"', at);
        if (quote == row.npos) return std::nullopt;
        cell += row.substr(at, quote - at);
        at = quote + 1;
        if (at >= row.size() || row[at] != '"') break;
        cell += '"';
        ++at;
      }
      if (at < row.size() && row[at] != delimiter) return std::nullopt;
    } else {
      const auto end = std::min(row.find(delimiter, at), row.size());
      cell = row.substr(at, end - at);
      at = end;
    }
    cells.push_back(std::move(cell));
    if (at >= row.size()) return cells;
    ++at;
  }
}

}  // namespace incipit::corpus
