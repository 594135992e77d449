#include "indexer/dead_letters.h"

#include <nlohmann/json.hpp>

#include "schema/ids.h"

namespace incipit::indexer {
namespace {

std::string latin1_as_utf8(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xC0 | (byte >> 6));
      out += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return out;
}

}  // namespace

void DeadLetters::add(const std::string& input, std::uint64_t line, const corpus::Rejection& rejection) {
  ++by_code_[rejection.code];
  ++count_;
  if (left_out_ > 0) {
    ++left_out_;
    return;
  }
  if (file_ == nullptr) {
    if (path_.has_parent_path()) {
      if (auto made = storage::make_directories(path_.parent_path()); !made) directory_error_ = made.error();
    }
    file_ = std::make_unique<storage::FileWriter>(path_);
  }
  nlohmann::ordered_json row = {{"input", input}, {"line", line}, {"code", rejection.code}, {"reason", rejection.reason}};
  if (schema::is_valid_utf8(rejection.raw)) {
    row["raw"] = rejection.raw;
  } else {
    row["raw"] = latin1_as_utf8(rejection.raw);
    row["raw_encoding"] = "latin-1";
  }
  row["raw_bytes"] = rejection.raw_bytes;
  const std::string text = row.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  if (file_->size() + text.size() > most_bytes_) {
    ++left_out_;
    return;
  }
  file_->write(text);
}

schema::Result<void> DeadLetters::close() {
  if (directory_error_) return tl::make_unexpected(*directory_error_);
  if (file_ == nullptr) return {};
  if (left_out_ > 0) {
    const nlohmann::ordered_json row = {
        {"code", "truncated"},
        {"reason", "rejections beyond " + std::to_string(most_bytes_) + " bytes of this file (dead_letter_bytes) are counted, not kept"},
        {"left_out", left_out_}};
    file_->write(row.dump() + "\n");
  }
  return std::exchange(file_, nullptr)->close(storage::Durability::now);
}

}  // namespace incipit::indexer
