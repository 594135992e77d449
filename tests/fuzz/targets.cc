#include "tests/fuzz/targets.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "corpus/archive.h"
#include "corpus/formats.h"
#include "corpus/harvest_page.h"
#include "corpus/memory_source.h"
#include "corpus/tables.h"
#include "schema/date.h"
#include "schema/ids.h"
#include "schema/limits.h"
#include "tests/fuzz/acronym_property.h"
#include "tests/fuzz/cursor_property.h"
#include "tests/fuzz/properties.h"
#include "tests/fuzz/query_property.h"

namespace incipit::fuzz {
namespace {

using corpus::ByteSource;
using corpus::bytes_in_memory;
using corpus::InputFile;
using corpus::InputKind;

// What is looked at of inputs that unpack to more; the cap on their expansion has tests of its own.
constexpr std::size_t kMostUnpacked = 4 << 20;
constexpr std::size_t kMostRecordsUnpacked = 5000;
constexpr std::size_t kHeadBytes = 64 * 1024;
constexpr std::size_t kTarBlock = 512;
constexpr std::size_t kTarMagic = 257;
constexpr std::size_t kTarChecksum = 148;

// Small enough to end within every token, and another one for other inputs.
std::size_t small_step(std::string_view bytes) { return 1 + bytes.size() % 13; }

std::string labelled(std::string_view label, std::string fault) {
  return fault.empty() ? fault : std::string(label) + ": " + fault;
}

// A record takes at least a byte, so more records than bytes mean a reader that does not end.
Reading read_format(const corpus::FormatRow& row, std::string_view bytes, std::size_t step) {
  const auto reader = row.open(bytes_in_memory(bytes, step));
  return read_all(*reader, bytes.size() + 1);
}

std::string run_format(const Target& target, std::string_view bytes) {
  const auto format = corpus::format_named(target.name);
  const corpus::FormatRow* row = format ? corpus::row_of(*format) : nullptr;
  if (row == nullptr) return "no row of the format table has this name";
  const Reading reading = read_format(*row, bytes, bytes.size() + 1);
  if (reading.stopped) return "more records than bytes";
  // An entry that names a parent is given when the parent was read.
  const Lines lines = row->format == corpus::Format::bibtex ? Lines::in_any_order : Lines::ascend;
  if (std::string fault = fault_of(reading, lines); !fault.empty()) return fault;
  if (!reading.failed && reading.bytes != bytes.size()) return "the reader ended before its input did";
  return labelled("read in small steps", difference(reading, read_format(*row, bytes, small_step(bytes))));
}

std::string fault_of_head(std::string_view head) {
  std::string claimed;
  for (const corpus::FormatRow& row : corpus::format_table()) {
    if (!row.looks_like(head)) continue;
    if (!claimed.empty()) return "claimed by " + claimed + " and " + std::string(name_of(row.format));
    claimed = name_of(row.format);
  }
  const std::string description = corpus::describe_head(head);
  return description.empty() || !schema::is_valid_utf8(description) ? "it is not described in text" : std::string();
}

// As a file of this name, from the front.
std::string run_front(std::string_view bytes, const std::string& name, std::size_t step) {
  auto reader = corpus::open_reader(bytes_in_memory(bytes, step), InputFile{name, InputKind::papers, false});
  if (!reader) return fault_of(reader.error());
  if ((*reader)->format() == corpus::Format::detect && !name.ends_with(".tar")) return "no format was detected";
  return fault_of(read_all(**reader, kMostRecordsUnpacked), Lines::in_any_order);
}

std::string run_detection(const Target&, std::string_view bytes) {
  if (std::string fault = fault_of_head(bytes.substr(0, kHeadBytes)); !fault.empty()) return fault;
  if (corpus::looks_like_tar(bytes)) return run_front(bytes, "input.tar", small_step(bytes));
  for (const std::string name : {"input", "input.jsonl"}) {
    if (std::string fault = run_front(bytes, name, small_step(bytes)); !fault.empty()) return labelled(name, fault);
  }
  return {};
}

struct Unpacked {
  std::string text;
  std::optional<schema::Error> error;
};

Unpacked unpack(ByteSource& source) {
  Unpacked unpacked;
  std::string chunk(std::size_t{64} * 1024, '\0');
  while (unpacked.text.size() < kMostUnpacked) {
    const auto count = source.read(chunk.data(), chunk.size());
    if (!count) {
      unpacked.error = count.error();
      break;
    }
    if (*count == 0) break;
    unpacked.text.append(chunk, 0, *count);
  }
  return unpacked;
}

std::string unpack_all(std::string_view bytes, std::size_t step, Unpacked& unpacked) {
  auto source = ByteSource::decompress(bytes_in_memory(bytes, step), "input");
  if (!source) return fault_of(source.error());
  unpacked = unpack(**source);
  if (!unpacked.error) return {};
  const auto again = unpack(**source);
  if (!again.error || again.error != unpacked.error || !again.text.empty()) return "an error did not stay";
  return fault_of(*unpacked.error);
}

std::string run_decompression(const Target&, std::string_view bytes) {
  Unpacked whole, in_steps;
  if (std::string fault = unpack_all(bytes, bytes.size() + 1, whole); !fault.empty()) return fault;
  if (std::string fault = unpack_all(bytes, small_step(bytes), in_steps); !fault.empty()) return fault;
  const std::size_t common = std::min(whole.text.size(), in_steps.text.size());
  if (whole.text.compare(0, common, in_steps.text, 0, common) != 0) return "other bytes when read in small steps";
  const bool capped = whole.text.size() >= kMostUnpacked || in_steps.text.size() >= kMostUnpacked;
  if (capped) return {};
  // Of a damaged block liblzma gives more or less, as its input comes.
  const bool damaged_xz = bytes.substr(0, 1) == "\xFD" && whole.error && in_steps.error;
  if (whole.text.size() != in_steps.text.size() && !damaged_xz) return "not as many bytes when read in small steps";
  if (whole.error.has_value() != in_steps.error.has_value()) return "an error only in one way of reading";
  return {};
}

// The fuzzer cannot guess checksums: each header gets the right one.
std::string with_checksums(std::string_view given) {
  std::string bytes(given);
  for (std::size_t at = 0; at + kTarBlock <= bytes.size(); at += kTarBlock) {
    if (bytes.compare(at + kTarMagic, 5, "ustar") != 0) continue;
    bytes.replace(at + kTarChecksum, 8, 8, ' ');
    unsigned sum = 0;
    for (std::size_t i = 0; i < kTarBlock; ++i) sum += static_cast<unsigned char>(bytes[at + i]);
    for (std::size_t digit = 6; digit-- > 0; sum /= 8) {
      bytes[at + kTarChecksum + digit] = static_cast<char>('0' + sum % 8);
    }
    bytes[at + kTarChecksum + 6] = '\0';
  }
  return bytes;
}

std::string fault_of_members(corpus::Archive& archive, std::size_t most) {
  for (std::size_t members = 0;; ++members) {
    auto member = archive.next();
    if (!member) {
      const auto again = archive.next();
      if (again || again.error() != member.error()) return "an error did not stay";
      return fault_of(member.error());
    }
    if (!*member) return {};
    if (members > most) return "more members than blocks";
    if ((*member)->name.empty() || !schema::is_valid_utf8((*member)->name) ||
        schema::has_control_character((*member)->name)) {
      return "a member's name cannot be shown";
    }
    if (!(*member)->bytes) {
      if (std::string fault = fault_of((*member)->bytes.error()); !fault.empty()) return fault;
      continue;
    }
    if (const auto content = unpack(**(*member)->bytes); content.error) {
      if (std::string fault = fault_of(*content.error); !fault.empty()) return fault;
    }
  }
}

std::string run_archive(const Target&, std::string_view given) {
  const std::string bytes = with_checksums(given);
  auto archive = corpus::Archive::open(bytes_in_memory(bytes, small_step(bytes) * 100), "input.tar");
  if (!archive) {
    if (std::string fault = fault_of(archive.error()); !fault.empty()) return fault;
  } else if (std::string fault = fault_of_members(**archive, bytes.size() / kTarBlock + 1); !fault.empty()) {
    return fault;
  }
  return run_front(bytes, "input.tar", bytes.size() + 1);
}

std::string fault_of_row(const corpus::MetricRow& row, InputKind kind) {
  if (row.line == 0 || row.subject.empty() || row.metric.empty()) return "a row has no line, subject or metric";
  for (const auto* text : {&row.subject, &row.metric, &row.source, &row.model}) {
    if (!schema::is_valid_utf8(*text)) return "a value of a row is not text";
  }
  if (row.count.has_value() != (kind == InputKind::citations)) return "only citations are counts";
  if (row.count && (*row.count < 0 || *row.count > schema::limits::kCitationCount.value)) return "a count is out of range";
  return std::isfinite(row.value) ? std::string() : "a figure is not a number";
}

std::string run_metric_tables(const Target&, std::string_view bytes) {
  for (const InputKind kind : {InputKind::author_metrics, InputKind::paper_metrics, InputKind::citations}) {
    const auto table =
        corpus::read_metric_table(bytes_in_memory(bytes, small_step(bytes)), InputFile{"input.tsv", kind, false});
    if (!table) {
      if (std::string fault = fault_of(table.error()); !fault.empty()) return fault;
      continue;
    }
    for (const auto& row : table->rows) {
      if (std::string fault = fault_of_row(row, kind); !fault.empty()) return fault;
    }
    for (const auto& rejected : table->rejected) {
      corpus::Record record;
      record.line = rejected.line;
      record.rejection = rejected.rejection;
      if (std::string fault = fault_of(record); !fault.empty()) return fault;
    }
    if (table->bytes != bytes.size()) return "the table ended before its input did";
  }
  return {};
}

std::string run_harvest_page(const Target&, std::string_view bytes) {
  const auto page = corpus::read_harvest_page(bytes);
  if (!page) return fault_of(page.error());
  if (!schema::parse_date(page->response_date)) return "the date of the reply is none";
  for (const auto* text : {&page->response_date, &page->error_code, &page->error_text, &page->token}) {
    if (!schema::is_valid_utf8(*text) || schema::has_control_character(*text)) return "a value is not plain text";
  }
  if (page->token.size() > static_cast<std::size_t>(schema::limits::kHarvestTokenBytes.value)) return "a long token";
  return page->deleted > page->records ? "more deleted records than records" : std::string();
}

std::string run_query(const Target&, std::string_view bytes) { return fault_of_query(std::string(bytes)); }
std::string run_cursor(const Target&, std::string_view bytes) { return fault_of_cursor(bytes); }
std::string run_acronyms(const Target&, std::string_view bytes) { return fault_of_acronyms(bytes); }

std::vector<Target> make_table() {
  std::vector<Target> table;
  for (const corpus::FormatRow& row : corpus::format_table()) {
    table.push_back({std::string(name_of(row.format)), run_format});
  }
  table.push_back({"detection", run_detection});
  table.push_back({"archive", run_archive});
  table.push_back({"decompression", run_decompression});
  table.push_back({"metric-tables", run_metric_tables});
  table.push_back({"harvest-page", run_harvest_page});
  table.push_back({"query", run_query});
  table.push_back({"cursor", run_cursor});
  table.push_back({"acronyms", run_acronyms});
  return table;
}

}  // namespace

const std::vector<Target>& target_table() {
  static const std::vector<Target> table = make_table();
  return table;
}

const Target* target_named(std::string_view name) {
  const auto& table = target_table();
  const auto found = std::find_if(table.begin(), table.end(), [&](const Target& t) { return t.name == name; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace incipit::fuzz
