#include "server/api/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

namespace incipit::server::api {
namespace {

using schema::ErrorCode;

std::string body_of(int ids) {
  std::string body = R"({"ids": [)";
  for (int i = 0; i < ids; ++i) body += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
  return body + "]}";
}

ErrorCode code_of(const std::string& body) {
  const auto parsed = parse_batch(body);
  EXPECT_FALSE(parsed) << body.substr(0, 60);
  return parsed ? ErrorCode::internal : parsed.error().code;
}

TEST(Batch, reads_ids_in_order) {
  EXPECT_THAT(*parse_batch(R"({"ids": ["b", "a/c", "b"]})"), ::testing::ElementsAre("b", "a/c", "b"));
  EXPECT_TRUE(parse_batch(body_of(200)));
}

TEST(Batch, refuses_anything_else) {
  EXPECT_EQ(code_of(""), ErrorCode::malformed_request);
  EXPECT_EQ(code_of("{\"ids\": [\"\xff\"]}"), ErrorCode::malformed_request);
  EXPECT_EQ(code_of("[\"a\"]"), ErrorCode::invalid_parameter);
  EXPECT_EQ(code_of("{}"), ErrorCode::invalid_parameter);
  EXPECT_EQ(code_of(R"({"ids": "a"})"), ErrorCode::invalid_parameter);
  EXPECT_EQ(code_of(R"({"ids": []})"), ErrorCode::invalid_parameter);
  EXPECT_EQ(code_of(R"({"ids": [1]})"), ErrorCode::invalid_parameter);
  EXPECT_EQ(code_of(R"({"ids": [""]})"), ErrorCode::invalid_parameter);
  EXPECT_EQ(code_of(R"({"ids": ["a"], "id": 1})"), ErrorCode::unknown_parameter);
  EXPECT_EQ(code_of(body_of(201)), ErrorCode::limit_exceeded);
}

TEST(Batch, deep_documents_are_refused_before_they_are_parsed) {
  EXPECT_EQ(code_of(std::string(30000, '[')), ErrorCode::limit_exceeded);
  EXPECT_EQ(code_of(std::string(30000, '[') + std::string(30000, ']')), ErrorCode::limit_exceeded);
  const std::string quoted = R"({"ids": ["\"[[[)" + std::string(100, '[') + "\"]}";
  EXPECT_TRUE(parse_batch(quoted));
}

using Record = schema::Result<nlohmann::ordered_json>;

TEST(Batch, looks_an_id_up_once_and_answers_each_place) {
  int looked_up = 0;
  const auto find = [&](const std::string& id) -> Record {
    ++looked_up;
    if (id == "none") return schema::fail(ErrorCode::paper_not_found, "no");
    return nlohmann::ordered_json{{"id", id}, {"index", 1}, {"title", "t"}, {"doi", "d"}};
  };
  const std::vector<std::string> fields{"title"};
  const auto records =
      collect_records({"a", "none", "a", "none", "b"}, fields, ErrorCode::paper_not_found, find);
  ASSERT_TRUE(records);
  EXPECT_EQ(looked_up, 3);
  EXPECT_EQ(records->found, 3);
  EXPECT_EQ(records->results.dump(),
            R"([{"id":"a","title":"t"},null,{"id":"a","title":"t"},null,{"id":"b","title":"t"}])");
}

TEST(Batch, has_one_deadline_for_all_its_ids) {
  int looked_up = 0;
  const auto find = [&](const std::string& id) -> Record {
    ++looked_up;
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    return nlohmann::ordered_json{{"id", id}};
  };
  BatchBounds bounds;
  bounds.time = std::chrono::milliseconds(50);
  std::vector<std::string> ids;
  for (int i = 0; i < 50; ++i) ids.push_back(std::to_string(i));
  const auto records = collect_records(ids, {}, ErrorCode::paper_not_found, find, bounds);
  ASSERT_FALSE(records);
  EXPECT_EQ(records.error().code, ErrorCode::deadline_exceeded);
  EXPECT_LE(looked_up, 3);
}

TEST(Batch, stops_at_the_size_of_a_reply_copies_included) {
  int looked_up = 0;
  const auto find = [&](const std::string& id) -> Record {
    ++looked_up;
    return nlohmann::ordered_json{{"id", id}, {"abstract", std::string(400, 'x')}};
  };
  BatchBounds bounds;
  bounds.bytes = 1000;
  for (const std::vector<std::string>& ids :
       {std::vector<std::string>{"a", "b", "c", "d", "e"}, {"a", "a", "a"}}) {
    looked_up = 0;
    const auto records = collect_records(ids, {}, ErrorCode::paper_not_found, find, bounds);
    ASSERT_FALSE(records);
    EXPECT_EQ(records.error().code, ErrorCode::limit_exceeded);
    EXPECT_NE(records.error().message.find("reply_bytes"), std::string::npos);
    EXPECT_LE(looked_up, 3);
  }
}

}  // namespace
}  // namespace incipit::server::api
