// The papers of inputs, one after the other, as `incipit index` reads them.
#pragma once

#include <string>
#include <vector>

#include "corpus/reader.h"
#include "schema/error.h"
#include "schema/paper.h"

namespace incipit::bench {

template <class Take>
[[nodiscard]] schema::Result<void> for_each_paper(const std::vector<std::string>& inputs, const Take& take) {
  const auto files = corpus::expand_inputs(inputs);
  if (!files) return tl::make_unexpected(files.error());
  for (const auto& file : *files) {
    if (file.kind != corpus::InputKind::papers) continue;
    const auto reader = corpus::open_reader(file);
    if (!reader) return tl::make_unexpected(reader.error());
    while (true) {
      const auto record = (*reader)->next();
      if (!record) return tl::make_unexpected(record.error());
      if (!*record) break;
      if ((*record)->paper) take(*(*record)->paper);
    }
  }
  return {};
}

}  // namespace incipit::bench
