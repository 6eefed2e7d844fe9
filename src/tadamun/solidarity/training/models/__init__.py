"""What is taught, who learns it, who met when, what was issued, and what rights ask for: a module each."""

from tadamun.solidarity.training.models.certificates import Certificate, IssuerKey, Revocation
from tadamun.solidarity.training.models.courses import Course, ExternalCourse, Lesson, Skill, StepRecording
from tadamun.solidarity.training.models.learning import Attainment, Learner, Progress
from tadamun.solidarity.training.models.practice import PracticeDesk, PracticeMarket
from tadamun.solidarity.training.models.rights import Narrowing, RightRule, Surety
from tadamun.solidarity.training.models.sessions import Attendance, Enrolment, TrainingSession

__all__ = [
    "Attainment", "Attendance", "Certificate", "Course", "Enrolment", "ExternalCourse", "IssuerKey", "Learner", "Lesson",
    "Narrowing", "PracticeDesk", "PracticeMarket", "Progress", "Revocation", "RightRule", "Skill", "StepRecording",
    "Surety", "TrainingSession",
]  # fmt: skip
