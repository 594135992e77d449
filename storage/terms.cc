#include "storage/terms.h"

#include "storage/files.h"

namespace incipit::storage {
namespace {

std::string bounded(std::string term) {
  if (term.size() <= kMaxTermBytes) return term;
  const std::string hash = hash_hex(term);
  term.resize(kMaxTermBytes - hash.size());
  return term + hash;
}

}  // namespace

std::string index_term(schema::Field field, std::string_view value) {
  std::string term(schema::row_of(field).prefix);
  term += value;
  return bounded(std::move(term));
}

void append_index_term(std::string& out, schema::Field field, std::string_view value) {
  const std::string_view prefix = schema::row_of(field).prefix;
  if (prefix.size() + value.size() > kMaxTermBytes) {
    out += index_term(field, value);
  } else {
    out.append(prefix).append(value);
  }
}

std::string author_term(std::string_view prefix, std::string_view value) {
  std::string term(prefix);
  term += value;
  return bounded(std::move(term));
}

}  // namespace incipit::storage
