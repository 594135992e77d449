#include <array>

#include "tests/web/sample_data.h"

namespace incipit::server::web::samples {
namespace {

struct Row {
  std::string_view id, title, published;
  std::vector<std::string_view> categories, authors;
  std::string_view abstract;
};

const std::array kRows{
    Row{"2604.24658",
        "The Last Human-Written Paper: Agent-Native Research Artifacts",
        "2026-04-27",
        {"cs.LG"},
        {"Jiachen Liu",        "Jiaxin Pei",   "Jintao Huang",  "Chenglei Si",    "Ao Qu",
         "Xiangru Tang",       "Runyu Lu",     "Lichang Chen",  "Xiaoyan Bai",    "Haizhong Zheng",
         "Carl Chen",          "Zhiyang Chen", "Haojie Ye",     "Yujuan Fu",      "Zexue He",
         "Zijian Jin",         "Zhenyu Zhang", "Shangquan Sun", "Maestro Harmon", "John Dianzhuo Wang",
         "Jianqiao Zeng",      "Jiachen Sun",  "Mingyuan Wu",   "Baoyu Zhou",     "Chenyu You",
         "Shijian Lu",         "Yiming Qiu",   "Fan Lai",       "Yuan Yuan",      "Yao Li",
         "Junyuan Hong",       "Ruihao Zhu",   "Beidi Chen",    "Alex Pentland",  "Ang Chen",
         "Mosharaf Chowdhury", "Zechen Zhang"},
        "Scientific publication compresses a branching, iterative research process into a linear "
        "narrative, discarding the majority of what was discovered along the way. This compilation "
        "imposes two structural costs: a Storytelling Tax, where failed experiments, rejected "
        "hypotheses, and the branching exploration process are discarded to fit a linear narrative;"
        " and an Engineering Tax, where the gap between reviewer-sufficient prose and agent-"
        "sufficient specification leaves critical implementation details unwritten. Tolerable for "
        "human readers, these costs become critical when AI agents must understand, reproduce, and "
        "extend published work. We introduce the Agent-Native Research Artifact (Ara), a protocol "
        "that replaces the narrative paper with a machine-executable research package structured "
        "around four layers: scientific logic, executable code with full specifications, an "
        "exploration graph that preserves the failures compilation discards, and evidence grounding"
        " every claim in raw outputs."},
    Row{"2602.18458",
        "The Story is Not the Science: Execution-Grounded Evaluation of Mechanistic Interpretability "
        "Research",
        "2026-02-05",
        {"cs.CY", "cs.AI", "cs.CL", "cs.LG"},
        {"Xiaoyan Bai", "Alexander Baumgartner", "Haojia Sun", "Ari Holtzman", "Chenhao Tan"},
        "Reproducibility crises across sciences highlight the limitations of the paper-centric "
        "review system in assessing the rigor and reproducibility of research. AI agents that "
        "autonomously design and generate large volumes of research outputs exacerbate these "
        "challenges. In this work, we address the growing challenges of scalability and rigor by "
        "flipping the dynamic and developing AI agents as research evaluators. We propose the first"
        " execution-grounded evaluation framework that verifies research beyond narrative review by"
        " examining code and data alongside the paper."},
    Row{"2510.03399",
        "Know Thyself? On the Incapability and Implications of AI Self-Recognition",
        "2025-10-03",
        {"cs.AI", "cs.CL", "cs.CY", "cs.LG"},
        {"Xiaoyan Bai", "Aryan Shrivastava", "Ari Holtzman", "Chenhao Tan"},
        "Self-recognition is a crucial metacognitive capability for AI systems, relevant not only "
        "for psychological analysis but also for safety, particularly in evaluative scenarios. "
        "Motivated by contradictory interpretations of whether models possess self-recognition "
        "(Panickssery et al., 2024; Davidson et al., 2024), we introduce a systematic evaluation "
        "framework that can be easily applied and updated. Specifically, we measure how well 10 "
        "contemporary larger language models (LLMs) can identify their own generated text versus "
        "text from other models through two tasks: binary self-recognition and exact model "
        "prediction. Different from prior claims, our results reveal a consistent failure in self-"
        "recognition."},
    Row{"2510.00184",
        "Why Can't Transformers Learn Multiplication? Reverse-Engineering Reveals Long-Range Dependency "
        "Pitfalls",
        "2025-09-30",
        {"cs.LG", "cs.AI"},
        {"Xiaoyan Bai", "Itamar Pres", "Yuntian Deng", "Chenhao Tan", "Stuart Shieber", "Fernanda Viégas",
         "Martin Wattenberg", "Andrew Lee"},
        "Language models are increasingly capable, yet still fail at a seemingly simple task of "
        "multi-digit multiplication. In this work, we study why, by reverse-engineering a model "
        "that successfully learns multiplication via \\emph{implicit chain-of-thought}, and report "
        "three findings: (1) Evidence of long-range structure: Logit attributions and linear probes"
        " indicate that the model encodes the necessary long-range dependencies for multi-digit "
        "multiplication. (2) Mechanism: the model encodes long-range dependencies using attention "
        "to construct a directed acyclic graph to ``cache'' and ``retrieve'' pairwise partial "
        "products. (3) Geometry: the model implements partial products in attention heads by "
        "forming Minkowski sums between pairs of digits, and digits are represented using a Fourier"
        " basis, both of which are intuitive and efficient representations that the standard fine-"
        "tuning model lacks."},
    Row{"2505.14905",
        "Concept Incongruence: An Exploration of Time and Death in Role Playing",
        "2025-05-20",
        {"cs.CL"},
        {"Xiaoyan Bai", "Ike Peng", "Aditya Singh", "Chenhao Tan"},
        "Consider this prompt \"Draw a unicorn with two horns\". Should large language models (LLMs) "
        "recognize that a unicorn has only one horn by definition and ask users for clarifications,"
        " or proceed to generate something anyway? We introduce concept incongruence to capture "
        "such phenomena where concept boundaries clash with each other, either in user prompts or "
        "in model representations, often leading to under-specified or mis-specified behaviors. In "
        "this work, we take the first step towards defining and analyzing model behavior under "
        "concept incongruence."},
    Row{"2402.06126",
        "Learn To be Efficient: Build Structured Sparsity in Large Language Models",
        "2024-02-09",
        {"cs.CL"},
        {"Haizhong Zheng", "Xiaoyan Bai", "Xueshen Liu", "Zhuoqing Morley Mao", "Beidi Chen", "Fan Lai",
         "Atul Prakash"},
        "Large Language Models (LLMs) have achieved remarkable success with their billion-level "
        "parameters, yet they incur high inference overheads. The emergence of activation sparsity "
        "in LLMs provides a natural approach to reduce this cost by involving only parts of the "
        "parameters for inference. However, existing methods only focus on utilizing this naturally"
        " formed activation sparsity in a post-training setting, overlooking the potential for "
        "further amplifying this inherent sparsity. In this paper, we hypothesize that LLMs can "
        "learn to be efficient by achieving more structured activation sparsity."},
    Row{"2401.01967",
        "A Mechanistic Understanding of Alignment Algorithms: A Case Study on DPO and Toxicity",
        "2024-01-03",
        {"cs.CL"},
        {"Andrew Lee", "Xiaoyan Bai", "Itamar Pres", "Martin Wattenberg", "Jonathan K. Kummerfeld",
         "Rada Mihalcea"},
        "While alignment algorithms are now commonly used to tune pre-trained language models "
        "towards a user's preferences, we lack explanations for the underlying mechanisms in which "
        "models become ``aligned'', thus making it difficult to explain phenomena like jailbreaks. "
        "In this work we study a popular algorithm, direct preference optimization (DPO), and the "
        "mechanisms by which it reduces toxicity. Namely, we first study how toxicity is "
        "represented and elicited in a pre-trained language model, GPT2-medium. We then apply DPO "
        "with a carefully crafted pairwise dataset to reduce toxicity."},
};

}  // namespace

std::vector<schema::Hit> reference_hits() {
  std::vector<schema::Hit> hits;
  for (const Row& row : kRows) {
    schema::Hit hit;
    hit.paper.id = row.id;
    hit.paper.title = row.title;
    hit.paper.abstract = row.abstract;
    hit.paper.published = schema::parse_date(row.published).value();
    for (const std::string_view code : row.categories) hit.paper.categories.emplace_back(code);
    for (std::size_t i = 0; i < row.authors.size(); ++i) {
      schema::Authorship author;
      author.name = row.authors[i];
      hit.paper.authors.push_back(author);
      const bool is_bai = author.name == "Xiaoyan Bai";
      hit.author_ids.push_back(is_bai ? std::string{kAuthorId}
                                      : "a" + std::string(author.name.size() % 10, '1') +
                                            std::string(10 - author.name.size() % 10, '2'));
    }
    hits.push_back(hit);
  }
  return hits;
}

}  // namespace incipit::server::web::samples
