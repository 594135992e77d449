#include "corpus/acl_anthology.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "corpus/identifiers.h"
#include "corpus/paper_fields.h"
#include "corpus/record_reader.h"
#include "corpus/xml_cutter.h"
#include "corpus/xml_head.h"
#include "corpus/xml_text.h"
#include "schema/ascii.h"
#include "schema/ids.h"
#include "schema/number.h"

namespace incipit::corpus {
namespace {

using schema::Paper;

constexpr std::string_view kSite = "https://aclanthology.org/";
constexpr std::array<std::string_view, 16> kRead{
    "title", "author",    "abstract", "url",        "doi",     "pages",      "year",      "month",
    "video", "booktitle", "pwccode",  "attachment", "removed", "pwcdataset", "retracted", "software"};

std::optional<int> count_of(std::string_view text) {
  const auto number = schema::number_of<int>(text);
  return number && *number >= 0 ? number : std::nullopt;
}

std::string padded(std::string_view digits, std::size_t width) {
  return std::string(width > digits.size() ? width - digits.size() : 0, '0') + std::string(digits);
}

// What a volume says of all its papers.
struct Volume {
  std::string booktitle, year, month;
};

Volume volume_of(pugi::xml_node meta) {
  return {child_text(meta, "booktitle"), child_text(meta, "year"), child_text(meta, "month")};
}

schema::Authorship author_of(pugi::xml_node node, Record& record) {
  schema::Authorship author;
  author.given = child_text(node, "first");
  author.family = child_text(node, "last");
  author.suffix = child_text(node, "suffix");
  author.name = joined_name(author);
  const std::string id = clean_text(node.attribute("id").value());
  if (schema::has_control_character(id)) {
    record.warnings.push_back({"author.id", "has a control character"});
  } else if (!id.empty()) {
    author.ids.push_back("acl:" + id);
  }
  const std::string_view orcid = node.attribute("orcid").value();
  if (!orcid.empty() && !add_orcid(author, orcid))
    record.warnings.push_back({"author.orcid", "is not an ORCID"});
  for (const pugi::xml_node affiliation : children(node, "affiliation")) {
    if (std::string text = text_of(affiliation); !text.empty())
      author.affiliations.push_back(std::move(text));
  }
  return author;
}

void read_links(pugi::xml_node node, std::string_view id, Paper& paper) {
  const auto link = [&](std::string_view rel, const std::string& url) {
    static_cast<void>(
        add_link(paper, rel, is_web_address(url) ? url : std::string(kSite) + "attachments/" + url));
  };
  static_cast<void>(add_link(paper, "abstract", std::string(kSite) + std::string(id)));
  if (const std::string url = child_text(node, "url"); !url.empty()) {
    const std::string pdf = is_web_address(url) ? url : std::string(kSite) + url + ".pdf";
    static_cast<void>(add_link(paper, "pdf", pdf));
  }
  for (const pugi::xml_node part : node.children()) {
    const std::string_view name = name_of(part);
    if (name == "video")
      static_cast<void>(add_link(paper, "video", clean_text(part.attribute("href").value())));
    if (name == "pwccode")
      static_cast<void>(add_link(paper, "code", clean_text(part.attribute("url").value())));
    if (name == "pwcdataset")
      static_cast<void>(add_link(paper, "dataset", clean_text(part.attribute("url").value())));
    if (name == "software") link("software", text_of(part));
    if (name != "attachment") continue;
    const std::string type = schema::lower_ascii(plain_text(part.attribute("type").value()));
    link(type.empty() ? "attachment" : type, text_of(part));
  }
}

class AclParser final : public RecordParser {
 public:
  // `cutter` must outlive this object.
  explicit AclParser(const XmlCutter& cutter) : cutter_(cutter) {}

  tl::expected<Parsed, RejectionCause> parse(std::string_view text, Record& record) override {
    pugi::xml_document document;
    const auto root = parse_xml(text, document);
    if (!root) return tl::make_unexpected(root.error());
    std::string collection, volume;
    for (const XmlAncestor& ancestor : cutter_.ancestors()) {
      if (ancestor.name == "collection") collection = attribute_of(ancestor.start_tag, "id");
      if (ancestor.name != "volume") continue;
      volume = attribute_of(ancestor.start_tag, "id");
      if (ancestor.serial != serial_ || ancestor.context.size() != context_bytes_) read_volume(ancestor);
    }
    if (!readable_) record.warnings.push_back({"meta", "of the volume is not well-formed; it is left out"});
    Paper paper;
    const std::string id = anthology_id(collection, volume, clean_text(root->attribute("id").value()));
    if (id.empty()) {
      return tl::make_unexpected(
          RejectionCause{"no_id", "the paper, its volume or its collection has no id"});
    }
    if (auto set = set_id(paper, "acl:" + id); !set) return tl::make_unexpected(set.error());
    read_paper(*root, id, record, paper);
    if (auto checked = check_paper(paper); !checked) return tl::make_unexpected(checked.error());
    return Parsed{std::move(paper), std::nullopt};
  }

 private:
  void read_volume(const XmlAncestor& ancestor) {
    serial_ = ancestor.serial;
    context_bytes_ = ancestor.context.size();
    volume_ = {};
    readable_ = ancestor.context.empty();
    if (readable_ || !schema::is_valid_utf8(ancestor.context)) return;
    pugi::xml_document document;
    const auto meta = parse_xml(ancestor.context, document);
    readable_ = meta.has_value();
    if (meta) volume_ = volume_of(*meta);
  }

  void read_paper(pugi::xml_node node, const std::string& id, Record& record, Paper& paper) const {
    paper.title = child_text(node, "title");
    paper.abstract = child_text(node, "abstract");
    for (const pugi::xml_node author : children(node, "author"))
      paper.authors.push_back(author_of(author, record));
    drop_nameless_authors(paper, "author", record);
    set_doi(paper, child_text(node, "doi"), record);
    const auto own_or = [&](std::string_view name, const std::string& of_volume) {
      std::string own = child_text(node, name);
      return own.empty() ? of_volume : own;
    };
    paper.venue = own_or("booktitle", volume_.booktitle);
    read_published(own_or("year", volume_.year), own_or("month", volume_.month), record, paper);
    const std::string pages = child_text(node, "pages");
    if (!pages.empty())
      paper.journal_ref = (paper.venue.empty() ? "" : paper.venue + ", ") + "pages " + pages;
    if (child(node, "retracted")) {
      paper.status = "retracted";
    } else if (child(node, "removed")) {
      paper.status = "withdrawn";
    }
    read_links(node, id, paper);
    for (const pugi::xml_node part : node.children()) {
      const bool read = part.type() != pugi::node_element ||
                        std::find(kRead.begin(), kRead.end(), name_of(part)) != kRead.end();
      if (!read) record.ignored_keys.emplace_back(name_of(part));
    }
  }

  static void read_published(const std::string& year, const std::string& month, Record& record,
                             Paper& paper) {
    if (year.empty()) return;
    const auto number = count_of(year);
    if (number) paper.published = date_of_parts(*number, first_month(month), 0);
    if (!paper.published) record.warnings.push_back({"year", "is no year of four digits"});
  }

  const XmlCutter& cutter_;
  Volume volume_;
  std::uint64_t serial_ = 0;
  std::size_t context_bytes_ = 0;
  bool readable_ = true;
};

}  // namespace

std::string anthology_id(std::string_view collection, std::string_view volume, std::string_view paper) {
  if (collection.empty() || volume.empty() || paper.empty()) return {};
  const bool old_style = collection.size() == 3 && collection[0] >= 'A' && collection[0] <= 'Z';
  if (!old_style) return std::string(collection) + '-' + std::string(volume) + '.' + std::string(paper);
  const auto number = count_of(volume);
  const bool long_volume =
      collection[0] == 'W' || collection == "C69" || (collection == "D19" && number.value_or(0) >= 5);
  const std::size_t volume_digits = long_volume ? 2 : 1;
  return std::string(collection) + '-' + padded(volume, volume_digits) + padded(paper, 4 - volume_digits);
}

bool looks_like_acl_anthology(std::string_view head) {
  const XmlHead xml = xml_head(head);
  return xml.begins_with("collection") && xml.first("volume") != nullptr;
}

std::unique_ptr<Reader> open_acl_anthology(std::unique_ptr<ByteSource> bytes) {
  XmlShape shape;
  shape.records = {{"paper", "volume"}};
  shape.contexts = {{"meta", "volume"}};
  auto cutter = std::make_unique<XmlCutter>(*bytes, std::move(shape));
  auto parser = std::make_unique<AclParser>(*cutter);
  return make_record_reader(Format::acl_anthology, std::move(bytes), std::move(cutter), std::move(parser));
}

}  // namespace incipit::corpus
