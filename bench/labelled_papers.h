// Papers whose authors have ids, as the engine of identity takes them.
#pragma once

#include <string>
#include <vector>

#include "bench/each_paper.h"
#include "identity/evidence.h"

namespace incipit::bench {

struct LabelledPapers {
  std::vector<identity::PaperEvidence> papers;
  std::vector<identity::Mention> mentions;  // by paper and position
};

// What sources often lack is left out, so that a model can be trained for it.
enum class LeftOut { nothing, affiliations, affiliations_and_abstracts };

[[nodiscard]] inline schema::Result<LabelledPapers> read_labelled_papers(const std::vector<std::string>& inputs, LeftOut left_out = LeftOut::nothing) {
  LabelledPapers data;
  const identity::EvidenceReader reader;
  const auto read = for_each_paper(inputs, [&](schema::Paper paper) {
    if (left_out == LeftOut::affiliations_and_abstracts) paper.abstract.clear();
    if (left_out != LeftOut::nothing) {
      for (auto& author : paper.authors) author.affiliations.clear();
    }
    const auto index = static_cast<std::uint32_t>(data.papers.size());
    data.papers.push_back(reader.paper(paper));
    for (std::uint32_t i = 0; i < paper.authors.size(); ++i) data.mentions.push_back(reader.mention(paper, i, index));
  });
  if (!read) return tl::make_unexpected(read.error());
  return data;
}

}  // namespace incipit::bench
