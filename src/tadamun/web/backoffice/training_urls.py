"""Addresses of training, below ``/<language>/office/training/``."""

from django.urls import path

from tadamun.web.backoffice.views import learners, training, training_courses, training_sessions

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
