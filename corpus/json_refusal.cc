#include "corpus/json_refusal.h"

#include "corpus/json_cutter.h"
#include "corpus/openalex.h"

namespace incipit::corpus {

std::string describe_other_entities(std::string_view head) {
  if (begins_with_openalex_entity(head)) return "holds entities of OpenAlex that are no works";
  const JsonGlimpse pages(head, {{"data", "results", "recommendedPapers", "papers"}, {}});
  if (pages.has("authorId")) return "holds authors of Semantic Scholar, not papers";
  if (pages.has("paperId")) return "holds papers of Semantic Scholar without title or abstract";
  return {};
}

std::string describe_json_head(std::string_view head) {
  if (std::string what = describe_other_entities(head); !what.empty()) return what;
  const JsonGlimpse object(head, {});
  if (object.has("error") || object.has("message")) return "looks like a message of an API, not like papers";
  if (object.has("total") && object.has("offset")) return "is a page of results without papers";
  if (object.has("datasets") || object.has("files") || object.has("diffs"))
    return "lists data sets, not papers";
  return {};
}

}  // namespace incipit::corpus
