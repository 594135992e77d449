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

std::string author_term(std::string_view prefix, std::string_view value) {
  std::string term(prefix);
  term += value;
  return bounded(std::move(term));
}

}  // namespace incipit::storage
