// The stock way to index papers with Xapian, as its own documentation does it, for the program to be measured against.
//
//   stock_index [--no-positions] [--flush N] DATABASE INPUT...
//   stock_index --compact DATABASE COMPACTED
//
// One writer, one thread: TermGenerator with the English stemmer (STEM_SOME), title (S) and authors (A) with
// prefixes, title and abstract without, filters as boolean terms, values for sorting, the record as document data,
// replace_document by the id term, flushes at Xapian's own threshold, one commit at the end. Papers come from the
// readers of `corpus`, so that reading costs the same as in `incipit index`. Prints one figure a line, `name: value`;
// the seconds are those of the whole process, the memory is the peak of its resident set.
#include <sys/resource.h>
#include <xapian.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "corpus/reader.h"
#include "schema/paper_json.h"

namespace {

namespace corpus = incipit::corpus;
namespace schema = incipit::schema;

constexpr std::size_t kTermBytes = 245;  // glass refuses longer terms

enum Slot : Xapian::valueno { kPublished, kUpdated, kYear, kCitations, kPrimary, kTitle };

class StockIndex {
 public:
  StockIndex(const std::string& path, bool positions)
      : database_(path, Xapian::DB_CREATE), positions_(positions) {
    generator_.set_stemmer(Xapian::Stem("en"));
    generator_.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
  }

  void add(const schema::Paper& paper) {
    Xapian::Document document;
    generator_.set_document(document);
    generator_.set_termpos(0);
    index_text(paper.title, "S");
    for (const auto& author : paper.authors) {
      index_text(author.name, "A");
      generator_.increase_termpos();
      add_filter(document, "XAU:" + author.name);
    }
    index_text(paper.title, "");
    generator_.increase_termpos();
    index_text(paper.abstract, "");
    for (const auto& category : paper.categories) add_filter(document, "XCAT:" + category);
    if (paper.published) {
      add_number(document, kPublished, paper.published->instant);
      add_number(document, kYear, paper.published->year());
      add_filter(document, "Y" + std::to_string(paper.published->year()));
    }
    if (paper.updated) add_number(document, kUpdated, paper.updated->instant);
    if (const auto* citations = paper.leading_citations(); citations != nullptr)
      add_number(document, kCitations, citations->count);
    document.add_value(kPrimary, paper.primary());
    document.add_value(kTitle, paper.title);
    document.set_data(schema::canonical_json(paper));
    const std::string id = "Q" + paper.id;
    document.add_boolean_term(id);
    database_.replace_document(id, document);
  }

  // The number of documents.
  Xapian::doccount commit() {
    database_.commit();
    return database_.get_doccount();
  }

 private:
  void index_text(const std::string& text, const std::string& prefix) {
    if (positions_) {
      generator_.index_text(text, 1, prefix);
    } else {
      generator_.index_text_without_positions(text, 1, prefix);
    }
  }

  static void add_filter(Xapian::Document& document, const std::string& term) {
    if (term.size() <= kTermBytes) document.add_boolean_term(term);
  }

  static void add_number(Xapian::Document& document, Slot slot, std::int64_t number) {
    document.add_value(slot, Xapian::sortable_serialise(static_cast<double>(number)));
  }

  Xapian::WritableDatabase database_;
  Xapian::TermGenerator generator_;
  bool positions_;
};

std::uintmax_t bytes_below(const std::string& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

int failed(const schema::Error& error) {
  std::cerr << "stock_index: " << error.message << " " << error.detail << "\n";
  return 1;
}

struct Read {
  std::size_t records = 0, rejected = 0;
};

std::optional<schema::Error> add_papers(const corpus::InputFile& file, StockIndex& index, Read& read) {
  const auto reader = corpus::open_reader(file);
  if (!reader) return reader.error();
  while (true) {
    const auto record = (*reader)->next();
    if (!record) return record.error();
    if (!*record) return {};
    ++read.records;
    if ((*record)->paper) {
      index.add(*(*record)->paper);
    } else {
      ++read.rejected;
    }
  }
}

int build(const std::string& path, const std::vector<std::string>& inputs, bool positions) {
  const auto began = std::chrono::steady_clock::now();
  const auto files = corpus::expand_inputs(inputs);
  if (!files) return failed(files.error());
  Read read;
  StockIndex index(path, positions);
  for (const auto& file : *files) {
    if (file.kind != corpus::InputKind::papers) continue;
    if (const auto error = add_papers(file, index, read)) return failed(*error);
  }
  const auto documents = index.commit();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::cout << "records: " << read.records << "\nrejected: " << read.rejected << "\ndocuments: " << documents
            << "\nwall_seconds: " << wall.count()
            << "\ncpu_seconds: " << seconds(usage.ru_utime) + seconds(usage.ru_stime)
            << "\npeak_memory_bytes: " << usage.ru_maxrss * 1024L << "\nindex_bytes: " << bytes_below(path)
            << "\n";
  return 0;
}

int compact(const std::string& path, const std::string& compacted) {
  Xapian::Database(path).compact(compacted);
  std::cout << "index_bytes: " << bytes_below(compacted) << "\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program{"Index papers the stock way of Xapian's documentation, and say what it cost"};
  std::string database;
  std::vector<std::string> inputs;
  bool no_positions = false, compacting = false;
  unsigned flush = 0;
  program.add_option("DATABASE", database, "Folder of the Xapian database; a new one")->required();
  program.add_option("INPUT", inputs, "Papers, as `incipit index` takes them; with --compact, the new database")
      ->required();
  program.add_flag("--no-positions", no_positions, "Index text without positions: no phrases");
  auto* threshold =
      program.add_option("--flush", flush, "Documents between flushes (default: Xapian's own, 10000)");
  threshold->type_name("N")->check(CLI::PositiveNumber);
  program.add_flag("--compact", compacting, "Write a compacted copy of DATABASE instead")->excludes(threshold);
  CLI11_PARSE(program, argc, argv);

  // Xapian has no other way to set it, and reads it when the database is opened.
  if (flush > 0) {
    setenv("XAPIAN_FLUSH_THRESHOLD", std::to_string(flush).c_str(), 1);
  } else {
    unsetenv("XAPIAN_FLUSH_THRESHOLD");
  }
  try {
    if (compacting) return compact(database, inputs.front());
    return build(database, inputs, !no_positions);
  } catch (const Xapian::Error& error) {
    std::cerr << "stock_index: " << error.get_description() << "\n";
    return 1;
  }
}
