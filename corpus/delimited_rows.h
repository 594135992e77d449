// The rows of a table of values: cutting them out of a stream, and splitting one into its cells.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/byte_cursor.h"
#include "corpus/record_reader.h"

namespace incipit::corpus {

enum class Quoting { rfc4180, none };

// Rows one after the other; blank lines are passed by. A quote that is never closed makes the rest of the
// input one row.
class RowCutter final : public RecordCutter {
 public:
  RowCutter(ByteSource& bytes, char delimiter, Quoting quoting)
      : cursor_(bytes), delimiter_(delimiter), quoting_(quoting) {}

  [[nodiscard]] schema::Result<std::optional<RawRecord>> next() override;

  [[nodiscard]] char delimiter() const { return delimiter_; }
  void use_delimiter(char delimiter) { delimiter_ = delimiter; }

 private:
  ByteCursor cursor_;
  char delimiter_;
  Quoting quoting_;
};

// The cells of one row; nullopt when a quote is not closed or text follows a closing one.
[[nodiscard]] std::optional<std::vector<std::string>> cells_of(std::string_view row, char delimiter,
                                                               Quoting quoting);

}  // namespace incipit::corpus
