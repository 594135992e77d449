// Writes sample pages as files, to look at them in a browser without a server: render_samples DIRECTORY.
#include <fstream>
#include <iostream>

#include "tests/web/sample_data.h"

namespace web = incipit::server::web;
namespace schema = incipit::schema;

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: render_samples DIRECTORY\n";
    return 2;
  }
  const std::string directory = argv[1];
  const auto write = [&](const std::string& name, std::string_view bytes) {
    std::ofstream{directory + "/" + name, std::ios::binary} << bytes;
  };
  web::PageContext context = web::samples::context();
  context.base = ".";
  write("home.html", web::home_page(context, web::samples::reference_papers()));
  write("search.html",
        web::search_page(context, web::samples::search_request(), web::samples::search_result()));
  schema::SearchRequest none;
  none.q = "qqqq zzzz";
  none.filters.years = {{2019, std::nullopt}};
  schema::SearchResult empty;
  empty.index.documents = 12345;
  write("empty.html", web::search_page(context, none, empty));
  write("author.html",
        web::author_page(context, web::samples::reference_profile(), {}, web::samples::reference_papers()));
  schema::PaperResult paper;
  paper.hit = web::samples::reference_hits()[0];
  paper.hit.paper.comments = "46 pages, 12 figures";
  paper.hit.paper.doi = "10.1000/example";
  write("paper.html", web::paper_page(context, paper));
  schema::AuthorSearchResult authors;
  authors.q = "Bai";
  authors.total = {2, true};
  authors.hits = {{{"Xiaoyan Bai", std::string{web::samples::kAuthorId}},
                   {"X. Bai"},
                   {"openreview:~Xiaoyan_Bai1"},
                   7,
                   2024,
                   2026,
                   "cs.CL",
                   true},
                  {{"Lei Bai", "a2222222222"}, {}, {}, 3, 2021, 2021, "cs.LG", false}};
  incipit::schema::AuthorSearchRequest people;
  people.q = authors.q;
  write("authors.html", web::authors_page(context, people, authors));
  write("error.html", web::error_page(context,
                                      {schema::ErrorCode::paper_not_found,
                                       "There is no paper with the id \"x\" in this index.",
                                       "",
                                       "id",
                                       {}},
                                      404));
  for (const std::string name : {"style.css", "icon.svg"}) write("assets/" + name, web::asset(name)->bytes);
}
