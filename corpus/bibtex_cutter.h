// BibTeX entries out of a stream, each child behind its parent.
//
// Text outside entries is a comment. An entry ends at the partner of its first brace; one that is not closed
// before a line that begins another entry is handed on as it stands, and cutting goes on there.
//
// An entry with `crossref` waits for its parent, which usually comes later; at the end of the input those
// whose parent never came are handed on without one. What waits, and the parents that are remembered (entries
// that other entries can stand in: proceedings, books, collections), takes at most 16 MiB each: beyond,
// children do not wait and parents are forgotten. A parent of more than 16 KiB is none.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/line_source.h"
#include "corpus/record_reader.h"

namespace incipit::corpus {

class BibtexCutter final : public RecordCutter {
 public:
  explicit BibtexCutter(ByteSource& bytes);

  [[nodiscard]] schema::Result<std::optional<RawRecord>> next() override;

  // The whole text of the parent of the latest record; empty without one.
  [[nodiscard]] std::string_view parent() const { return parent_; }

 private:
  struct Held {
    std::uint64_t line = 0;
    std::string text;
  };

  [[nodiscard]] schema::Result<std::optional<RawRecord>> cut();
  [[nodiscard]] bool find_entry();
  [[nodiscard]] bool pass_entry();
  void hold(std::string_view part);
  RawRecord finish();
  RawRecord hand_on(Held held);
  // Puts a child away until its parent comes; false when it does not wait.
  bool let_wait(const RawRecord& raw, const std::string& parent_key);
  void remember(const RawRecord& raw, const std::string& type, const std::string& key);
  void release_all();

  LineSource lines_;
  std::string_view rest_;  // of the current line
  std::uint64_t line_ = 0;
  bool at_line_begin_ = false;

  std::string held_;
  std::uint64_t length_ = 0;
  std::uint64_t began_at_ = 0;
  std::size_t depth_ = 0;
  char close_ = 0;  // of the entry being cut; 0: its opening brace is to come
  bool quoted_ = false;
  bool in_entry_ = false;

  std::map<std::string, std::vector<Held>, std::less<>> waiting_;  // by the key of the parent
  std::map<std::string, std::string, std::less<>> parents_;
  std::deque<Held> ready_;
  std::size_t waiting_bytes_ = 0, parent_bytes_ = 0;
  Held current_;
  std::string parent_, ready_parent_;
  bool ended_ = false;
};

// The key in lower case of the entry that an entry stands in, as its `crossref` says; empty without one.
[[nodiscard]] std::string bib_parent_key(std::string_view entry);

}  // namespace incipit::corpus
