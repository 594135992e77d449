#include "evaluation/collection.h"

#include <nlohmann/json.hpp>
#include <set>

#include "evaluation/columns.h"

namespace incipit::evaluation {
namespace {

using nlohmann::json;

// An id as text: numbers stand for themselves.
std::string id_of(const json& record) {
  for (const char* name : {"_id", "id"}) {
    const auto id = record.find(name);
    if (id == record.end()) continue;
    if (id->is_string()) return id->get<std::string>();
    if (id->is_number_integer()) return id->dump();
  }
  return {};
}

}  // namespace

schema::Result<std::vector<Question>> read_questions(std::istream& in) {
  std::vector<Question> questions;
  std::set<std::string> known;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    const json record = json::parse(line, nullptr, false);
    if (!record.is_object()) return bad_line("queries", number, "no JSON object");
    Question question{id_of(record), {}};
    const auto text = record.find("text");
    if (text != record.end() && text->is_string()) question.text = text->get<std::string>();
    if (question.id.empty()) return bad_line("queries", number, "no '_id'");
    if (question.text.empty()) return bad_line("queries", number, "no 'text'");
    if (!known.insert(question.id).second) return bad_line("queries", number, "the id '" + question.id + "' comes twice");
    questions.push_back(std::move(question));
  }
  return questions;
}

schema::Result<Judgements> read_judgements(std::istream& in) {
  Judgements judgements;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const auto columns = columns_of(line);
    if (columns.empty()) continue;
    if (columns.size() != 3 && columns.size() != 4) return bad_line("judgements", number, "three columns are wanted (query, paper, score), or four of TREC");
    int score = 0;
    if (!read_number(columns.back(), score)) {
      if (number == 1) continue;  // the header
      return bad_line("judgements", number, "'" + columns.back() + "' is no whole number");
    }
    const auto [entry, fresh] = judgements[columns[0]].emplace(columns[columns.size() - 2], score);
    if (!fresh && entry->second != score) return bad_line("judgements", number, "paper '" + entry->first + "' was judged otherwise before");
  }
  return judgements;
}

}  // namespace incipit::evaluation
