from django.db.models import F
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .forms import ProfileForm
from .models import Profile


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    visitor = visitor_of(request)
    form = ProfileForm(request.POST or None, instance=visitor)
    if request.method == "POST" and form.is_valid():
        # Only the form's own columns: a visit counted meanwhile stays counted.
        visitor.save(update_fields=["name", "motto", "seen_at"])
        return redirect("profile")
    if request.method == "GET":
        count_visit(visitor)
    others = Profile.objects.exclude(pk=visitor.pk).order_by("-seen_at")[:10]
    return render(request, "profiles/profile.html", {"visitor": visitor, "form": form, "others": others})


def visitor_of(request):
    """The profile this session owns; a new session gets a new one."""
    known = Profile.objects.filter(pk=request.session.get("profile")).first()
    if known:
        return known
    created = Profile.objects.create()
    request.session["profile"] = created.pk
    return created


def count_visit(visitor):
    """Counted by the database, so that two requests at once count as two."""
    Profile.objects.filter(pk=visitor.pk).update(visits=F("visits") + 1, seen_at=timezone.now())
    visitor.refresh_from_db(fields=["visits"])
