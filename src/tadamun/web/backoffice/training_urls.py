"""Addresses of training, below ``/<language>/office/training/``."""

from django.urls import path

from tadamun.web.backoffice.views import (
    learners,
    own_checks,
    own_courses,
    own_lessons,
    training,
    training_courses,
    training_sessions,
)

urlpatterns = [
    path("training/", training.training, name="training"),
    path("training/decisions/<slug:code>/", training.narrowing, name="training_decision"),
    path("training/rights/", training.rights, name="training_rights"),
    path("training/rights/sureties/", training.surety, name="training_surety"),
    path("training/sessions/", training_sessions.sessions, name="training_sessions"),
    path("training/sessions/<slug:code>/", training_sessions.session, name="training_session"),
    path("training/sessions/<slug:code>/door/", training_sessions.door, name="training_door"),
    path(
        "training/sessions/<slug:code>/attendance/", training_sessions.attendance, name="training_attendance"
    ),
    path("training/sessions/<slug:code>/signatures/", training_sessions.signing, name="training_signing"),
    path("training/learners/", learners.learners, name="learners"),
    path("training/learners/<slug:code>/", learners.learner, name="learner"),
    path("training/learners/<slug:code>/presence/", learners.presence, name="learner_presence"),
    path("training/learners/<slug:code>/signatures/", learners.signing, name="learner_signing"),
    path("training/certificates/", learners.certificates, name="certificates"),
    path("training/certificates/<slug:code>/revocation/", learners.revocation, name="certificate_revocation"),
    path("training/courses/", training_courses.courses, name="training_courses"),
    path("training/courses/others/", training_courses.others, name="training_others"),
    path("training/courses/others/<slug:code>/removal/", training_courses.removal, name="training_removal"),
    path("training/courses/<slug:course>/<slug:lesson>/", training_courses.lesson, name="training_lesson"),
    path(
        "training/courses/<slug:course>/<slug:lesson>/voices/",
        training_courses.voices,
        name="training_voices",
    ),
]
OWN, LESSON = "training/own/<slug:course>/", "training/own/<slug:course>/<slug:lesson>/"
urlpatterns += [
    path("training/own/", own_courses.courses, name="own_courses"),
    path(OWN, own_courses.course, name="own_course"),
    path(f"{OWN}words/", own_courses.words, name="own_course_words"),
    path(f"{OWN}publication/", own_courses.publication, name="own_course_publication"),
    path(LESSON, own_lessons.lesson, name="own_lesson"),
    path(f"{LESSON}words/", own_lessons.words, name="own_lesson_words"),
    path(f"{LESSON}place/", own_lessons.place, name="own_lesson_place"),
    path(f"{LESSON}check/", own_checks.check, name="own_check"),
    path(f"{LESSON}check/removal/", own_checks.removal, name="own_check_removal"),
    path(f"{LESSON}preview/<int:number>/", own_lessons.preview, name="own_preview"),
    path(f"{LESSON}steps/<slug:step>/", own_lessons.step, name="own_step"),
    path(f"{LESSON}steps/<slug:step>/place/", own_lessons.step_place, name="own_step_place"),
]
