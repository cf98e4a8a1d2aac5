"""voxpop: reads what people wrote in a survey. A thin, typed cover of the C library; nothing is compiled here.

    import voxpop
    model = voxpop.Model()                      # the artefact that came with the package; share it between threads
    model.score("物流慢但是包装好")["themes"]     # one comment, as a record (a dict)
    frame = model.score_frame(comments)         # a million comments, as columns
    frame.to_pandas(); frame.to_arrow(); frame.column("score")
    report = voxpop.Report(model)
    report.add_file("survey.csv", text_columns=["评价内容"], score_column="推荐度")
    report.to_dict()["nps"]

The library runs without the interpreter's lock, so threads score at the same time. Its errors are `voxpop.Error`; they
never quote a comment. Nothing is sent anywhere.
"""
from ._library import Error, library_version
from ._record import Emotion, Evidence, Intent, Quantity, Record, Role, Sentiment, ThemeHit, ThemeSentiment
from .frame import Frame
from .model import Model
from .report import Report

__version__ = "0.1.0"
__all__ = ["Emotion", "Error", "Evidence", "Frame", "Intent", "Model", "Quantity", "Record", "Report", "Role", "Sentiment",
           "ThemeHit", "ThemeSentiment", "library_version"]
