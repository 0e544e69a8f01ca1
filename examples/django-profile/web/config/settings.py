import os
from hashlib import sha256
from pathlib import Path

import dj_database_url

BASE_DIR = Path(__file__).resolve().parent.parent

DATABASE_URL = os.environ.get("DATABASE_URL") or "sqlite:///db.sqlite3"
DEBUG = os.environ.get("DEBUG", "False") == "True"
ALLOWED_HOSTS = os.environ.get("DJANGO_ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [os.environ["APP_URL"]] if "APP_URL" in os.environ else []
# The database's password is a secret that every worker and every deployment shares already.
SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY") or sha256(DATABASE_URL.encode()).hexdigest()

INSTALLED_APPS = ["django.contrib.sessions", "django.contrib.staticfiles", "profiles"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR.parent / "static"] if DEBUG else []
TIME_ZONE = "UTC"
USE_TZ = True
