#include "query/shown_names.h"

#include <string>
#include <utility>

#include "analysis/analyser.h"

namespace incipit::query {

schema::Result<schema::Paper> with_shown_names(schema::Paper paper, std::span<const std::uint32_t> ordinals, const storage::AuthorTable& authors) {
  for (std::size_t position = 0; position < ordinals.size() && position < paper.authors.size(); ++position) {
    if (!authors.has_private_names(ordinals[position])) continue;
    const auto entity = authors.entity(ordinals[position]);
    if (!entity) return tl::make_unexpected(entity.error());
    schema::Authorship& author = paper.authors[position];
    if (!entity->is_private(analysis::display_text(author.name))) continue;
    author.name = std::string(entity->name());
    author.given.clear();
    author.family.clear();
    author.suffix.clear();
  }
  return paper;
}

}  // namespace incipit::query
