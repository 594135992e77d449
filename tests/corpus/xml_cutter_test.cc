// Cutting records out of XML: what is a record, where a broken one ends, and what is refused.
#include "corpus/xml_cutter.h"

#include <gmock/gmock.h>

#include "corpus/memory_source.h"
#include "schema/ids.h"
#include "schema/limits.h"
#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Cut {
  std::vector<std::string> records;
  std::vector<std::uint64_t> lines;
  std::vector<std::string> contexts;
  std::string error;
};

Cut cut_in_pieces(const std::string& xml, std::size_t piece) {
  const auto bytes = bytes_in_memory(xml, piece);
  XmlShape shape;
  shape.records = {{"r"}, {"only", "inside"}};
  shape.contexts = {{"meta", "volume"}};
  XmlCutter cutter(*bytes, shape);
  Cut cut;
  while (true) {
    const auto record = cutter.next();
    if (!record) {
      cut.error = record.error().message;
      return cut;
    }
    if (!*record) return cut;
    cut.records.emplace_back((*record)->too_large ? "too large" : (*record)->text);
    cut.lines.push_back((*record)->line);
    cut.contexts.push_back(cutter.ancestors().empty() ? "" : cutter.ancestors().back().context);
  }
}

// However the bytes come, the records are the same.
Cut cut(const std::string& xml) {
  const Cut whole = cut_in_pieces(xml, 1 << 20);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
    if (xml.size() > 100'000) break;
    const Cut pieces = cut_in_pieces(xml, piece);
    EXPECT_EQ(pieces.records, whole.records) << piece;
    EXPECT_EQ(pieces.lines, whole.lines) << piece;
    EXPECT_EQ(pieces.error, whole.error) << piece;
  }
  return whole;
}

TEST(XmlCutter, FindsRecordsWhereverTheyStand) {
  const Cut found = cut("<?xml version='1.0'?>\n<a>\n<r>1</r><b><r x='2'/></b>\n<other/></a>");
  EXPECT_THAT(found.records, ElementsAre("<r>1</r>", "<r x='2'/>"));
  EXPECT_THAT(found.lines, ElementsAre(3u, 3u));
  EXPECT_THAT(cut("<r>1</r><r>2</r>").records, ElementsAre("<r>1</r>", "<r>2</r>"));
  EXPECT_THAT(cut("<p:r>1</p:r>").records, ElementsAre("<p:r>1</p:r>"));
  EXPECT_THAT(cut("").records, ElementsAre());
}

TEST(XmlCutter, LooksThroughEverythingThatIsNoTag) {
  EXPECT_THAT(
      cut("<a><!-- <r>no</r> --><![CDATA[<r>no</r>]]><?pi <r>no</r> ?><x y='>'/><r z='>'>1</r></a>").records,
      ElementsAre("<r z='>'>1</r>"));
  EXPECT_THAT(cut("<r><!-- </r> --><![CDATA[</r>]]]]></r>").records,
              ElementsAre("<r><!-- </r> --><![CDATA[</r>]]]]></r>"));
  EXPECT_THAT(cut("<a><!-- - -- ---><r>1</r></a>").records, ElementsAre("<r>1</r>"));
}

TEST(XmlCutter, OnlyWithinAnElement) {
  EXPECT_THAT(cut("<only>no</only><inside><x><only>yes</only></x></inside>").records,
              ElementsAre("<only>yes</only>"));
}

TEST(XmlCutter, DocumentsBehindOneAnother) {
  EXPECT_THAT(cut("<?xml version='1.0'?><a><r>1</r></a>\n<?xml version='1.0'?><a><r>2</r></a><b><r>3</r></b>")
                  .records,
              ElementsAre("<r>1</r>", "<r>2</r>", "<r>3</r>"));
}

TEST(XmlCutter, ABrokenRecordCostsOnlyItself) {
  EXPECT_THAT(cut("<a><r>1<r>2</r></a>").records, ElementsAre("<r>1", "<r>2</r>"));
  EXPECT_THAT(cut("<a><r>1<x></r><r>2</r></a>").records, ElementsAre("<r>1<x></r>", "<r>2</r>"));
  EXPECT_THAT(cut("<a><r>1 < 2 <x y=\"</r><r>2</r></a>").records,
              ElementsAre("<r>1 < 2 <x y=\"</r>", "<r>2</r>"));
  EXPECT_THAT(cut("<a><b><r>1</b><r>2</r></a>").records, ElementsAre("<r>1", "<r>2</r>"));
  EXPECT_THAT(cut("<a><r><a>1</a></r></a>").records, ElementsAre("<r><a>1</a></r>"));
  EXPECT_THAT(cut("<a><r>1<?xml version='1.0'?><a><r>2</r></a>").records,
              ElementsAre("<r>1", "<a>", "<r>2</r>"));
}

TEST(XmlCutter, ATruncatedFileIsAnError) {
  for (const std::string xml : {"<a><r>1</r><r>2", "<a><r>1</r>", "<a><r>1</r><r", "<a><r>1</r><r><!-- "}) {
    const Cut found = cut(xml);
    ASSERT_FALSE(found.records.empty()) << xml;
    EXPECT_EQ(found.records[0], "<r>1</r>");
    EXPECT_THAT(found.error, HasSubstr("truncated")) << xml;
  }
}

TEST(XmlCutter, ErrorsAreTextWhateverTheNamesAre) {
  EXPECT_THAT(cut("<a><\xC3\xA9\xFF>").error, HasSubstr("<\\xc3\\xa9\\xff>"));
  EXPECT_THAT(cut("<a><\xC3\xA9>").error, HasSubstr("<\xC3\xA9>"));
  EXPECT_TRUE(schema::is_valid_utf8(cut("<a><r" + std::string(80, '\xFF') + ">").error));
  EXPECT_TRUE(schema::is_valid_utf8(cut("<?xml version='1.0' encoding='\xFF'?><a><r>1</r></a>").error));
}

TEST(XmlCutter, KeepsWhatSurroundsARecord) {
  const Cut found =
      cut("<volume><meta>m1</meta><r>1</r><meta>m2</meta><r>2</r></volume><volume><r>3</r></volume>");
  EXPECT_THAT(found.contexts, ElementsAre("<meta>m1</meta>", "<meta>m2</meta>", ""));
}

TEST(XmlCutter, LargeRecordsAreNotHeld) {
  const auto limit = static_cast<std::size_t>(schema::limits::kRecordBytes.value);
  const std::string fits = "<r>" + std::string(limit - 7, 'x') + "</r>";
  EXPECT_EQ(cut(fits).records.at(0).size(), limit);
  EXPECT_THAT(cut("<a><r>" + std::string(limit, 'x') + "</r><r>2</r></a>").records,
              ElementsAre("too large", "<r>2</r>"));
  EXPECT_THAT(cut("<a><r><x y='" + std::string(3 * limit, 'x') + "'/></r><r>2</r></a>").records,
              ElementsAre("too large", "<r>2</r>"));
}

TEST(XmlCutter, Encodings) {
  EXPECT_THAT(cut("<?xml version='1.0' encoding='ISO-8859-1'?><a><r>\xE9\x80</r></a>").records,
              ElementsAre("<r>\xC3\xA9\xC2\x80</r>"));
  EXPECT_THAT(cut("<?xml version=\"1.0\" encoding=\"windows-1252\"?><a><r>\x80\x81</r></a>").records,
              ElementsAre("<r>\xE2\x82\xAC\xEF\xBF\xBD</r>"));
  EXPECT_THAT(cut("<?xml version='1.0' encoding='utf-8'?><a><r>\xC3\xA9</r></a>").records,
              ElementsAre("<r>\xC3\xA9</r>"));
  EXPECT_THAT(cut("<?xml version='1.0' encoding='EBCDIC-US'?><a><r>1</r></a>").error, HasSubstr("ebcdic-us"));
  EXPECT_THAT(cut(std::string("\xFF\xFE<\0a\0", 6)).error, HasSubstr("UTF-16"));
}

TEST(XmlCutter, EntityDefinitionsAreRefused) {
  const std::string bomb =
      "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c '&b;&b;'>]><a><r>&c;</r></a>";
  EXPECT_THAT(cut(bomb).error, HasSubstr("DOCTYPE"));
  EXPECT_TRUE(cut(bomb).records.empty());
  EXPECT_THAT(cut("<!DOCTYPE a PUBLIC \"-//X[\" 'http://dtd.example.org/a.dtd'><a><r>1</r></a>").records,
              ElementsAre("<r>1</r>"));
  EXPECT_THAT(cut("<!DOCTYPE a " + std::string(10'000, ' ')).error, HasSubstr("DOCTYPE"));
}

TEST(XmlCutter, DeepNestingAroundRecordsIsRefused) {
  std::string xml;
  for (int i = 0; i < 100'000; ++i) xml += "<a>";
  EXPECT_THAT(cut_in_pieces(xml, 1 << 20).error, HasSubstr("nests deeper"));
}

}  // namespace
}  // namespace incipit::corpus
