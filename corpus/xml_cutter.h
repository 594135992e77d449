// Cuts the record elements out of XML of any size: one document, several one after another (each with its own
// `<?xml ?>` or without), or bare elements. One record is held at a time; one over limits::kRecordBytes is
// passed by.
//
// A record that is not closed ends where the next one begins, where an element around it ends or where a new
// document begins; what there is of it is given, and its parser refuses it. A document that breaks off
// without a record in the making gives the start tag of its root as such a record. At the end of the bytes an
// open element is an error: the file is truncated.
//
// Threads: one object, one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/encoding.h"
#include "corpus/record_reader.h"
#include "corpus/xml_tokens.h"

namespace incipit::corpus {

// Which elements matter, by local name. The views must outlive the cutter (string literals).
struct XmlShape {
  struct Element {
    std::string_view name;
    std::string_view within = {};  // only inside of an element of this name; empty: anywhere
  };
  std::vector<Element> records;
  std::vector<Element>
      contexts;  // kept for the records after them in the same parent, like the meta of a volume
};

// An element that is open around the record.
struct XmlAncestor {
  std::string name;          // local
  std::string start_tag;     // as it stands, in UTF-8
  std::uint64_t serial = 0;  // no two elements of an input have the same
  std::string context;       // the latest context element directly inside of it, in UTF-8; empty without one

 private:
  friend class XmlCutter;
  std::string qualified_;
  int inside_record_ = 0;  // elements of the same name that the record has opened
};

class XmlCutter final : public RecordCutter {
 public:
  XmlCutter(ByteSource& bytes, XmlShape shape);

  // Error: input_unreadable, also for an input that ends inside of an element; input_invalid: entity
  // definitions, an unknown encoding, elements nested too deep around records.
  [[nodiscard]] schema::Result<std::optional<RawRecord>> next() override;

  // The elements around the latest record, outermost first; valid until the next call of `next`.
  [[nodiscard]] const std::vector<XmlAncestor>& ancestors() const { return ancestors_; }

 private:
  enum class Capture { none, record, context };

  [[nodiscard]] bool is_one_of(const std::vector<XmlShape::Element>& elements, std::string_view name) const;
  // One token outside of records. True when a record is complete (an empty element).
  [[nodiscard]] schema::Result<bool> outside(const XmlToken& token);
  // One token inside of a captured element. True when it is complete; `again_` where the token was not part
  // of it.
  [[nodiscard]] schema::Result<bool> captured(const XmlToken& token);
  [[nodiscard]] schema::Result<void> open(const XmlToken& token);
  void close(std::string_view name);
  [[nodiscard]] schema::Result<void> begin_document(std::string_view declaration);
  void begin_capture(Capture kind, const XmlToken& token);
  void hold(std::string_view raw);
  [[nodiscard]] schema::Result<void> end_context();
  RawRecord finish();

  XmlTokens tokens_;
  XmlShape shape_;
  Encoding encoding_ = Encoding::utf8;
  std::vector<XmlAncestor> ancestors_;
  std::uint64_t opened_ = 0;
  XmlToken token_;
  bool again_ = false;  // the latest token is still to be looked at

  Capture capture_ = Capture::none;
  std::string name_;  // of the captured element, with its prefix
  std::string held_;
  std::string converted_;
  std::uint64_t length_ = 0, line_ = 0;
};

}  // namespace incipit::corpus
