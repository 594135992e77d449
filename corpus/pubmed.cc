#include "corpus/pubmed.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "corpus/paper_fields.h"
#include "corpus/peeked_source.h"
#include "corpus/pubmed_fields.h"
#include "corpus/xml_cutter.h"
#include "corpus/xml_head.h"
#include "corpus/xml_text.h"

namespace incipit::corpus {
namespace {

constexpr std::size_t kHeadBytes = 4096;

class ArticleParser final : public RecordParser {
 public:
  tl::expected<Parsed, RejectionCause> parse(std::string_view text, Record& record) override {
    pugi::xml_document document;
    const auto root = parse_xml(text, document);
    if (!root) return tl::make_unexpected(root.error());
    if (name_of(*root) == "PMID") return deletion(text_of(*root));
    auto paper = read_pubmed_article(*root, record);
    if (!paper) return tl::make_unexpected(std::move(paper.error()));
    return Parsed{std::move(*paper), std::nullopt};
  }

 private:
  static tl::expected<Parsed, RejectionCause> deletion(const std::string& pmid) {
    if (!is_pmid(pmid)) {
      return tl::make_unexpected(RejectionCause{"bad_id", "a deleted citation has no id of digits"});
    }
    return Parsed{std::nullopt, "pmid:" + pmid};
  }
};

}  // namespace

bool looks_like_pubmed(std::string_view head) {
  if (looks_like_medline_text(head)) return true;
  const XmlHead xml = xml_head(head);
  constexpr std::array<std::string_view, 7> kRoots{
      "PubmedArticleSet", "PubmedArticle",      "PubmedBookArticleSet", "PubmedBookArticle",
      "MedlineCitation",  "MedlineCitationSet", "DeleteCitation"};
  for (const auto name : kRoots) {
    if (xml.begins_with(name)) return true;
  }
  return false;
}

std::unique_ptr<Reader> open_pubmed(std::unique_ptr<ByteSource> given) {
  auto bytes = std::make_unique<PeekedSource>(std::move(given));
  const auto head = bytes->peek(kHeadBytes);  // a fault shows when it is read
  if (head && looks_like_medline_text(*head)) {
    auto cutter = make_medline_cutter(*bytes);
    return make_record_reader(Format::pubmed, std::move(bytes), std::move(cutter), make_medline_parser());
  }
  XmlShape shape;
  shape.records = {{"PubmedArticle"}, {"PubmedBookArticle"}, {"MedlineCitation"}, {"PMID", "DeleteCitation"}};
  auto cutter = std::make_unique<XmlCutter>(*bytes, std::move(shape));
  return make_record_reader(Format::pubmed, std::move(bytes), std::move(cutter),
                            std::make_unique<ArticleParser>());
}

}  // namespace incipit::corpus
