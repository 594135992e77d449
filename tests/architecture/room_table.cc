#include "tests/architecture/room_table.h"

namespace incipit::architecture {

std::span<const Room> room_table() {
  static const std::vector<Room> rooms{
      {"schema", "schema", {}, {}, {"nlohmann"}, true},
      {"analysis", "analysis", {}, {"schema"}, {"icu", "stemmer"}, true},
      {"storage", "storage", {}, {"schema"}, {"xapian", "archive", "zstd", "xxhash", "nlohmann", "roaring"}},
      {"snapshot", "snapshot", {}, {"schema", "analysis", "storage"}, {}},
      {"corpus", "corpus", {}, {"schema"}, {"simdjson", "zlib", "zstd", "xxhash", "lzma", "archive", "curl", "pugixml"}},
      {"identity", "identity", {}, {"schema", "analysis"}, {}, true},
      {"indexer", "indexer", {}, {"schema", "corpus", "analysis", "storage", "identity", "snapshot"}, {"xapian", "nlohmann"}},
      // Text to plan: no index is known here.
      {"planner",
       "query",
       {"ast", "characters", "lexer", "name_planner", "other_forms", "parser", "filter_value", "plan", "plan_draft", "plan_nodes", "planner", "word_planner"},
       {"schema", "analysis"},
       {},
       true},
      {"query", "query", {}, {"schema", "analysis", "identity", "planner", "storage", "snapshot"}, {"xapian", "roaring", "nlohmann", "crypto"}},
      {"evaluation", "evaluation", {}, {"schema"}, {"nlohmann"}},
      {"writers", "writers", {}, {"schema", "analysis"}, {"nlohmann"}, true},
      {"net", "server/net", {}, {"schema"}, {"boost"}},
      // Requests to values: the command line reads the same parameters.
      {"parameters",
       "server/api",
       {"parameter_table", "parameter_values", "parameters", "target"},
       {"schema"},
       {},
       true},
      {"api", "server/api", {}, {"schema", "net", "parameters", "query", "web", "writers"}, {"nlohmann", "fmt"}},
      {"web", "server/web", {}, {"schema"}, {"fmt", "mustache"}, true},
      {"ops", "server/ops", {}, {"schema", "net"}, {"fmt"}},
      {"server", "server", {}, {"schema", "query", "parameters", "api", "net", "ops", "web"}, {}},
      {"cli",
       "cli",
       {},
       {"schema", "corpus", "indexer", "query", "evaluation", "storage", "parameters", "server", "writers"},
       {"cli11", "nlohmann", "fmt"}},
  };
  return rooms;
}

std::span<const Library> library_table() {
  static const std::vector<Library> libraries{
      {"xapian", {"xapian.h", "xapian/"}, {"PkgConfig::XAPIAN"}},
      {"boost", {"boost/"}, {"Boost::headers"}},
      {"nlohmann", {"nlohmann/"}, {"nlohmann_json::nlohmann_json"}},
      {"fmt", {"fmt/"}, {"fmt::fmt"}},
      {"icu", {"unicode/"}, {"ICU::uc", "ICU::i18n"}},
      {"stemmer", {"libstemmer.h"}, {"${STEMMER_LIBRARY}"}},
      {"simdjson", {"simdjson.h"}, {"simdjson::simdjson"}},
      {"zlib", {"zlib.h"}, {"ZLIB::ZLIB"}},
      {"zstd", {"zstd.h", "zstd_errors.h"}, {"PkgConfig::ZSTD"}},
      {"lzma", {"lzma.h"}, {"PkgConfig::LZMA"}},
      {"archive", {"archive.h", "archive_entry.h"}, {"PkgConfig::ARCHIVE"}},
      {"curl", {"curl/"}, {"PkgConfig::CURL"}},
      {"pugixml", {"pugixml.hpp"}, {"PkgConfig::PUGIXML"}},
      {"crypto", {"openssl/"}, {"PkgConfig::CRYPTO"}},
      {"xxhash", {"xxhash.h"}, {"PkgConfig::XXHASH"}},
      {"roaring", {"roaring/"}, {"roaring::roaring"}},
      {"mustache", {"kainjow/"}, {}},
      {"cli11", {"CLI/"}, {"CLI11::CLI11"}},
  };
  return libraries;
}

std::span<const Confinement> confinement_table() {
  // JSON is a form of the words, not the words themselves.
  static const std::vector<Confinement> confinements{{"schema", "nlohmann", {"_json", "author_entity"}}};
  return confinements;
}

std::span<const LongFile> long_file_table() {
  static const std::vector<LongFile> files{
      {"tests/support/naive_search.cc", 450, "a second search, whole: it shares nothing with what it checks"},
  };
  return files;
}

std::span<const std::string_view> impure_headers() {
  static const std::vector<std::string_view> headers{
      "filesystem", "fstream", "thread",    "mutex",        "condition_variable", "future",    "shared_mutex",
      "unistd.h",   "fcntl.h", "pthread.h", "sys/socket.h", "sys/stat.h",         "sys/mman.h"};
  return headers;
}

}  // namespace incipit::architecture
