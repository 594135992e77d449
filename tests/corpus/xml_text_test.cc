// Text out of marked-up titles and abstracts.
#include "corpus/xml_text.h"

#include <gmock/gmock.h>

namespace incipit::corpus {
namespace {

std::string text(std::string_view xml) {
  pugi::xml_document document;
  const auto root = parse_xml(xml, document);
  return root ? text_of(*root) : "rejected: " + root.error().code;
}

TEST(XmlText, MarkupGoesTextStays) {
  EXPECT_EQ(text("<t>H<sub>2</sub>O and <i>P. avium</i> <b>x</b></t>"), "H2O and P. avium x");
  EXPECT_EQ(text("<t>\n a &lt; b &amp; <![CDATA[c < d]]> &#233;</t>"), "a < b & c < d é");
  EXPECT_EQ(text("<t><p>One.</p><p>Two.</p>Three<br/>Four</t>"), "One. Two. Three Four");
  EXPECT_EQ(text("<t>a\x01"
                 "b</t>"),
            "a b");
}

TEST(XmlText, Formulas) {
  EXPECT_EQ(text("<t>of <tex-math>x^{2}</tex-math>.</t>"), "of $x^{2}$.");
  EXPECT_EQ(text("<t><tex-math>$x$</tex-math></t>"), "$x$");
  EXPECT_EQ(text("<t>a <mml:math><mml:mi>x</mml:mi> <mml:mo>+</mml:mo> <mml:mn>1</mml:mn></mml:math> b</t>"),
            "a x+1 b");
  EXPECT_EQ(
      text("<t><inline-formula><alternatives><tex-math>y</tex-math><mml:math><mml:mi>y</mml:mi></mml:math>"
           "</alternatives></inline-formula></t>"),
      "$y$");
  EXPECT_EQ(text("<t><math><semantics><mi>z</mi><annotation "
                 "encoding=\"application/x-tex\">z_1</annotation></semantics>"
                 "</math></t>"),
            "$z_1$");
}

TEST(XmlText, HostileTrees) {
  EXPECT_EQ(text("<t><a></t>"), "rejected: malformed_xml");
  EXPECT_EQ(text("<t>"), "rejected: malformed_xml");
  EXPECT_EQ(text(""), "rejected: malformed_xml");
  EXPECT_EQ(text(std::string_view("<t>\0</t>", 8)), "rejected: malformed_xml");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  for (int i = 0; i < 100'000; ++i) deep += "</a>";
  EXPECT_EQ(text(deep), "rejected: too_deep");
  EXPECT_EQ(text("<t>&undefined; &#xZZ; &#9;</t>"), "&undefined; &#xZZ;");
  for (const std::string reference : {"&#0;", "&#xD800;", "&#x1;", "&#x110000;", "&#99999999999999;"}) {
    EXPECT_EQ(text("<t>" + reference + "</t>"), "rejected: malformed_xml") << reference;
  }
}

}  // namespace
}  // namespace incipit::corpus
