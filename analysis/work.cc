#include "analysis/work.h"

#include "analysis/analyser.h"

namespace incipit::analysis {

std::string surname_key(const schema::Authorship& author) {
  if (!author.family.empty()) return name_key(author.family);
  const auto space = author.name.rfind(' ');
  return name_key(space == std::string::npos ? author.name : author.name.substr(space + 1));
}

}  // namespace incipit::analysis
