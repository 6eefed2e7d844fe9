"""Addresses of learning, below ``/<language>/workshop/``."""

from django.urls import path

from tadamun.web.workshop.views import attendance, certificates, learning, practice, questions

urlpatterns = [
    path("learn/", learning.learn, name="learn"),
    path("learn/enrolment/", attendance.enrolment, name="learn_enrolment"),
    path("learn/attendance/<slug:code>/<str:door>/", attendance.attendance, name="learn_attendance"),
    path("learn/practice/", practice.practice, name="learn_practice"),
    path("learn/practice/entering/", practice.entering, name="learn_practice_entering"),
    path("learn/practice/leaving/", practice.leaving, name="learn_practice_leaving"),
    path("learn/practice/beginning/", practice.beginning, name="learn_practice_beginning"),
    path("learn/practice/<slug:name>/", practice.playing, name="learn_practice_playing"),
    path("learn/certificates/", certificates.certificates, name="learn_certificates"),
    path("learn/certificates/naming/", certificates.naming, name="learn_naming"),
    path("learn/certificates/<slug:code>.pdf", certificates.paper, name="learn_certificate"),
    path("learn/certificates/<slug:code>.jwt", certificates.badge, name="learn_badge"),
    path("learn/<slug:course>/", learning.course, name="learn_course"),
    path("learn/<slug:course>/files.json", learning.files, name="learn_files"),
    path("learn/<slug:course>/keeping/", learning.keeping, name="learn_keeping"),
    path("learn/<slug:course>/checking/", learning.checking, name="learn_checking"),
    path("learn/<slug:course>/package.zip", learning.course_package, name="learn_package"),
    path("learn/<slug:course>/<slug:lesson>/question/", questions.question, name="learn_question"),
    path("learn/<slug:course>/<slug:lesson>/<int:number>/", learning.step, name="learn_step"),
]
